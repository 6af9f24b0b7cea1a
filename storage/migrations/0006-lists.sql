-- The lists of reports that portals show: what was read of each, held against what it says of itself.

CREATE TABLE lists (
  id             INTEGER PRIMARY KEY,
  portal_id      TEXT NOT NULL REFERENCES portals (id),
  url            TEXT NOT NULL,
  label          TEXT NOT NULL,
  read_at        TEXT NOT NULL CHECK (read_at GLOB '????-??-??T??:??:??*Z'),
  fetch_id       INTEGER REFERENCES fetches (id),
  pages          INTEGER NOT NULL CHECK (pages >= 0),
  rows           INTEGER NOT NULL CHECK (rows >= 0),
  declared_pages INTEGER CHECK (declared_pages >= 0),
  declared_rows  INTEGER CHECK (declared_rows >= 0),
  whole          INTEGER NOT NULL CHECK (whole IN (0, 1)),
  detail         TEXT,
  first_year     INTEGER,
  last_year      INTEGER,
  UNIQUE (portal_id, url)
) STRICT;

CREATE TABLE list_entries (
  list_id INTEGER NOT NULL REFERENCES lists (id),
  url     TEXT NOT NULL,
  PRIMARY KEY (list_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_entries_by_url ON list_entries (url);

-- Internal, of a run under way: the `seq` of the first page of the list that a page goes on with.
ALTER TABLE frontier ADD COLUMN list INTEGER;

-- Internal, of a run under way: what each page of a list says of its length.
CREATE TABLE frontier_lists (
  run_id         INTEGER NOT NULL,
  portal_id      TEXT NOT NULL,
  list           INTEGER NOT NULL,
  page           INTEGER NOT NULL,
  declared_rows  INTEGER CHECK (declared_rows >= 0),
  declared_pages INTEGER CHECK (declared_pages >= 0),
  PRIMARY KEY (run_id, portal_id, list, page)
) STRICT, WITHOUT ROWID;

-- Internal, of a run under way: each row of a list once, with the first page that showed it and the `seq` of the report it is.
CREATE TABLE frontier_list_rows (
  run_id    INTEGER NOT NULL,
  portal_id TEXT NOT NULL,
  list      INTEGER NOT NULL,
  address   TEXT NOT NULL,
  page      INTEGER NOT NULL,
  report    INTEGER,
  PRIMARY KEY (run_id, portal_id, list, address)
) STRICT, WITHOUT ROWID;
