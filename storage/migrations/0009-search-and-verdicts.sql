-- The words of the sections, to be found by full text: runs of Chinese characters as their pairs, so that words of two characters are found.
-- The row of section `number` of a report is `report_id * 8 + number`; the texts themselves stand in `sections` only.
CREATE VIRTUAL TABLE section_search USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- What a person says of a cell or a finding after looking at the original. The place is named by what stays when reports are read anew.
CREATE TABLE verdicts (
  id           INTEGER PRIMARY KEY,
  organization TEXT NOT NULL CHECK (organization <> ''),
  division     TEXT CHECK (division GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]'),
  fiscal_year  INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
  code         TEXT,
  rule         TEXT,
  subject      TEXT,
  verdict      TEXT NOT NULL CHECK (verdict IN ('confirmed', 'source_error', 'extraction_error', 'note')),
  text         TEXT NOT NULL,
  given_by     TEXT NOT NULL CHECK (given_by <> ''),
  given_at     TEXT NOT NULL CHECK (given_at GLOB '????-??-??T??:??:??*Z'),
  judged_json  TEXT NOT NULL CHECK (json_valid(judged_json)),
  CHECK ((code IS NULL) <> (rule IS NULL)),
  CHECK ((rule IS NULL) = (subject IS NULL))
) STRICT;
CREATE INDEX verdicts_by_place ON verdicts (fiscal_year, organization, division);
-- The same word said twice is one.
CREATE UNIQUE INDEX verdicts_once ON verdicts (fiscal_year, organization, coalesce(division, ''), coalesce(code, ''), coalesce(rule, ''),
  coalesce(subject, ''), given_by, given_at, verdict, text);
