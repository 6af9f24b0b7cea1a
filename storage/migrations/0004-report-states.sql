-- When a revision began to stand as what it is, so that the corpus can be read as it stood on any past day.
CREATE TABLE report_states (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  since     TEXT NOT NULL CHECK (since GLOB '????-??-??T??:??:??*Z'),
  state     TEXT NOT NULL CHECK (state IN ('current', 'superseded', 'withdrawn')),
  PRIMARY KEY (report_id, since)
) STRICT, WITHOUT ROWID;

-- What is stored already: a revision stood from its first sighting; it was superseded when the next one was first seen, and withdrawn
-- some time after it was last seen.
INSERT INTO report_states
SELECT id, first_seen_at, 'current' FROM reports;
INSERT OR REPLACE INTO report_states
SELECT r.id, coalesce((SELECT min(n.first_seen_at) FROM reports n
    WHERE n.organization_id = r.organization_id AND n.fiscal_year = r.fiscal_year AND n.revision > r.revision), r.first_seen_at), r.state
FROM reports r WHERE r.state = 'superseded';
INSERT OR REPLACE INTO report_states
SELECT id, last_seen_at, state FROM reports WHERE state = 'withdrawn' AND last_seen_at > first_seen_at;
