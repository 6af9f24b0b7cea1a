-- What an unchanged answer rests on where the bytes themselves were not sent again. NULL where they were.
ALTER TABLE fetches ADD COLUMN unchanged_by TEXT CHECK (unchanged_by IN ('etag', 'date', 'length'));
UPDATE fetches SET unchanged_by = CASE WHEN etag IS NULL THEN 'date' ELSE 'etag' END
  WHERE outcome = 'unchanged' AND status = 304 AND sha256 IS NOT NULL;
