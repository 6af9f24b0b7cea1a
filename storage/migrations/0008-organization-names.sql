-- The names and codes that an organization has had, with the years in which it had them.
CREATE TABLE organization_names (
  organization_id INTEGER NOT NULL REFERENCES organizations (id),
  name            TEXT NOT NULL,
  division        TEXT NOT NULL,
  division_name   TEXT NOT NULL,
  valid_from      INTEGER CHECK (valid_from BETWEEN 1949 AND 2100),
  valid_to        INTEGER CHECK (valid_to BETWEEN 1949 AND 2100),
  source          TEXT NOT NULL,
  PRIMARY KEY (organization_id, name, division)
) STRICT, WITHOUT ROWID;

-- How many wanted reports a list showed when it was last read.
ALTER TABLE lists ADD COLUMN reports INTEGER NOT NULL DEFAULT 0 CHECK (reports >= 0);
