-- Internal: where a harvest stands. A finished run leaves nothing here.

CREATE TABLE frontier_portals (
  run_id    INTEGER NOT NULL REFERENCES runs (id),
  portal_id TEXT NOT NULL REFERENCES portals (id),
  family    TEXT,
  state     TEXT NOT NULL CHECK (state IN ('open', 'done', 'stopped')),
  -- Requests made so far, redirects and robots.txt included.
  requests  INTEGER NOT NULL DEFAULT 0 CHECK (requests >= 0),
  detail    TEXT,
  PRIMARY KEY (run_id, portal_id)
) STRICT, WITHOUT ROWID;

-- One row per address to visit. `seq` counts the addresses of a portal in the order they were found, `taken` in the order they were
-- visited: a resumed run visits the rest in the order an undisturbed one would have.
CREATE TABLE frontier (
  run_id     INTEGER NOT NULL,
  portal_id  TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('follow', 'report', 'attachment')),
  step       TEXT CHECK ((step IS NOT NULL) = (kind = 'follow')),
  url        TEXT NOT NULL,
  form       TEXT CHECK (json_valid(form)),
  label      TEXT NOT NULL,
  priority   REAL NOT NULL,
  -- stored: a report page is kept and its report is still to be recorded; failed: a report could not be had and is still to be told.
  state      TEXT NOT NULL CHECK (state IN ('pending', 'stored', 'failed', 'done')),
  attempts   INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  not_before TEXT CHECK (not_before GLOB '????-??-??T??:??:??*Z'),
  lead_json  TEXT CHECK (json_valid(lead_json)),
  parent     INTEGER,
  taken      INTEGER,
  fetch_id   INTEGER REFERENCES fetches (id),
  verdict    TEXT,
  PRIMARY KEY (run_id, portal_id, seq),
  FOREIGN KEY (run_id, portal_id) REFERENCES frontier_portals (run_id, portal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX frontier_by_fetch ON frontier (fetch_id);
