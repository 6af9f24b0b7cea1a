-- Internal: what each address gave when it was last asked for, and when it is to be asked for again.
CREATE TABLE revisits (
  portal_id  TEXT NOT NULL REFERENCES portals (id),
  -- What is asked: the purpose, the address without scheme and www, and the form of a POST.
  ask        TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('follow', 'report', 'attachment')),
  -- What the listing last said of a report.
  lead_json  TEXT CHECK (json_valid(lead_json)),
  -- The last fetch that gave its original.
  fetch_id   INTEGER REFERENCES fetches (id),
  outcome    TEXT NOT NULL,
  checked_at TEXT NOT NULL CHECK (checked_at GLOB '????-??-??T??:??:??*Z'),
  -- When it was first seen, or last seen changed.
  changed_at TEXT NOT NULL CHECK (changed_at GLOB '????-??-??T??:??:??*Z'),
  changes    INTEGER NOT NULL CHECK (changes >= 0),
  -- Visits in a row, a run each, that gave nothing; and those among them at which it was gone.
  failures   INTEGER NOT NULL CHECK (failures >= 0),
  missed     INTEGER NOT NULL CHECK (missed >= 0),
  due_at     TEXT NOT NULL CHECK (due_at GLOB '????-??-??T??:??:??*Z'),
  PRIMARY KEY (portal_id, ask)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisits_by_fetch ON revisits (fetch_id);
