-- The public tables of the corpus. Every column is documented in docs/schema.md.
-- Times are UTC ISO-8601 (2024-03-01T08:00:00.000Z), dates are ISO days (2024-03-01).

CREATE TABLE codebook (
  code            TEXT PRIMARY KEY,
  position        INTEGER NOT NULL,
  template        TEXT NOT NULL CHECK (template IN ('2021', '2019', 'both')),
  statutory_table TEXT NOT NULL CHECK (statutory_table IN ('二', '三', '四')),
  row_label       TEXT NOT NULL,
  column_label    TEXT NOT NULL,
  unit            TEXT NOT NULL,
  kind            TEXT NOT NULL,
  english         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE portals (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  division TEXT,
  province TEXT,
  home_url TEXT NOT NULL,
  family   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id               INTEGER PRIMARY KEY,
  command          TEXT NOT NULL,
  started_at       TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??*Z'),
  finished_at      TEXT CHECK (finished_at GLOB '????-??-??T??:??:??*Z'),
  outcome          TEXT CHECK (outcome IN ('done', 'partial', 'failed', 'interrupted')),
  software_version TEXT NOT NULL,
  config_json      TEXT NOT NULL CHECK (json_valid(config_json)),
  summary_json     TEXT CHECK (json_valid(summary_json)),
  CHECK ((finished_at IS NULL) = (outcome IS NULL))
) STRICT;

-- An original kept under originals/ab/<sha256>: the file is on disk before the row is.
CREATE TABLE documents (
  sha256         TEXT PRIMARY KEY CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  media_type     TEXT NOT NULL,
  bytes          INTEGER NOT NULL CHECK (bytes >= 0),
  reader         TEXT,
  reader_version TEXT,
  pages          INTEGER CHECK (pages >= 0),
  first_seen_at  TEXT NOT NULL CHECK (first_seen_at GLOB '????-??-??T??:??:??*Z')
) STRICT, WITHOUT ROWID;

CREATE TABLE fetches (
  id            INTEGER PRIMARY KEY,
  run_id        INTEGER NOT NULL REFERENCES runs (id),
  portal_id     TEXT REFERENCES portals (id),
  url           TEXT NOT NULL,
  final_url     TEXT,
  fetched_at    TEXT NOT NULL CHECK (fetched_at GLOB '????-??-??T??:??:??*Z'),
  status        INTEGER,
  media_type    TEXT,
  etag          TEXT,
  last_modified TEXT,
  sha256        TEXT REFERENCES documents (sha256),
  bytes         INTEGER CHECK (bytes >= 0),
  headers_json  TEXT CHECK (json_valid(headers_json)),
  outcome       TEXT NOT NULL CHECK (outcome IN (
    'ok', 'unchanged', 'gone', 'blocked', 'refused_by_robots', 'too_large', 'truncated', 'timeout', 'error', 'not_allowed')),
  detail        TEXT
) STRICT;
CREATE INDEX fetches_by_url ON fetches (url);
CREATE INDEX fetches_by_final_url ON fetches (final_url);
CREATE INDEX fetches_by_portal ON fetches (portal_id, outcome);
CREATE INDEX fetches_by_run ON fetches (run_id, portal_id);
CREATE INDEX fetches_by_sha256 ON fetches (sha256);

CREATE TABLE organizations (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL CHECK (name <> ''),
  level         TEXT NOT NULL CHECK (level IN ('province', 'prefecture', 'county', 'department', 'township', 'other')),
  division      TEXT CHECK (division GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]'),
  division_name TEXT,
  portal_id     TEXT REFERENCES portals (id)
) STRICT;
-- Two NULLs are distinct to UNIQUE, so a body without a known division needs the expression.
CREATE UNIQUE INDEX organizations_identity ON organizations (name, coalesce(division, ''));
CREATE INDEX organizations_by_portal ON organizations (portal_id);

CREATE TABLE reports (
  id                INTEGER PRIMARY KEY,
  organization_id   INTEGER NOT NULL REFERENCES organizations (id),
  fiscal_year       INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
  title             TEXT NOT NULL,
  published_on      TEXT CHECK (published_on GLOB '????-??-??'),
  page_url          TEXT NOT NULL,
  revision          INTEGER NOT NULL CHECK (revision >= 1),
  state             TEXT NOT NULL CHECK (state IN ('current', 'superseded', 'withdrawn')),
  first_seen_at     TEXT NOT NULL CHECK (first_seen_at GLOB '????-??-??T??:??:??*Z'),
  last_seen_at      TEXT NOT NULL CHECK (last_seen_at GLOB '????-??-??T??:??:??*Z'),
  extractor_version TEXT NOT NULL,
  UNIQUE (organization_id, fiscal_year, revision)
) STRICT;
-- Of an organization's year one report stands, current or withdrawn; all others are superseded.
CREATE UNIQUE INDEX reports_one_standing ON reports (organization_id, fiscal_year) WHERE state <> 'superseded';
CREATE INDEX reports_by_page_url ON reports (page_url);

CREATE TABLE report_sources (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  url       TEXT NOT NULL,
  sha256    TEXT NOT NULL REFERENCES documents (sha256),
  role      TEXT NOT NULL CHECK (role IN ('page', 'attachment', 'image', 'frame')),
  PRIMARY KEY (report_id, url, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_sources_by_url ON report_sources (url);
CREATE INDEX report_sources_by_sha256 ON report_sources (sha256);

CREATE TABLE cells (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  code      TEXT NOT NULL REFERENCES codebook (code),
  printed   TEXT,
  number    REAL,
  status    TEXT NOT NULL CHECK (status IN (
    'verified', 'read', 'conflicting', 'inferred', 'doubtful', 'blank', 'unreadable', 'absent')),
  derived   REAL,
  basis     TEXT,
  url       TEXT NOT NULL,
  sha256    TEXT NOT NULL REFERENCES documents (sha256),
  locator   TEXT CHECK (json_valid(locator)),
  PRIMARY KEY (report_id, code),
  CHECK ((number IS NULL) = (status IN ('blank', 'unreadable', 'absent'))),
  CHECK ((derived IS NULL) = (basis IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE sections (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  number    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 6),
  heading   TEXT NOT NULL,
  text      TEXT NOT NULL,
  PRIMARY KEY (report_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  id         INTEGER PRIMARY KEY,
  report_id  INTEGER REFERENCES reports (id),
  portal_id  TEXT REFERENCES portals (id),
  rule       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  severity   TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'notice')),
  verdict    TEXT NOT NULL CHECK (verdict IN ('source', 'extraction', 'undetermined')),
  codes_json TEXT NOT NULL CHECK (json_valid(codes_json)),
  expected   TEXT,
  actual     TEXT,
  message    TEXT NOT NULL,
  CHECK (report_id IS NOT NULL OR portal_id IS NOT NULL)
) STRICT;
CREATE INDEX findings_by_report ON findings (report_id);
CREATE INDEX findings_by_rule ON findings (rule, subject);
-- A finding about a portal as a whole is stated once, however often it is met.
CREATE UNIQUE INDEX findings_of_portal ON findings (portal_id, rule, subject) WHERE report_id IS NULL;

-- Internal: leads and ingested files that gave no report. `report_id` is set once the address gave one after all.
CREATE TABLE leads (
  id              INTEGER PRIMARY KEY,
  portal_id       TEXT REFERENCES portals (id),
  url             TEXT NOT NULL,
  title           TEXT NOT NULL,
  organization_id INTEGER REFERENCES organizations (id),
  fiscal_year     INTEGER CHECK (fiscal_year BETWEEN 2000 AND 2100),
  outcome         TEXT NOT NULL CHECK (outcome IN ('blocked', 'unreachable', 'unreadable', 'gone', 'not_a_report')),
  detail          TEXT NOT NULL,
  sha256          TEXT REFERENCES documents (sha256),
  fetch_id        INTEGER REFERENCES fetches (id),
  report_id       INTEGER REFERENCES reports (id),
  first_seen_at   TEXT NOT NULL CHECK (first_seen_at GLOB '????-??-??T??:??:??*Z'),
  last_seen_at    TEXT NOT NULL CHECK (last_seen_at GLOB '????-??-??T??:??:??*Z')
) STRICT;
CREATE UNIQUE INDEX leads_identity ON leads (url, coalesce(portal_id, ''));
CREATE INDEX leads_by_organization ON leads (organization_id, fiscal_year);
CREATE INDEX leads_by_portal ON leads (portal_id);
