-- What a portal's list said of a report, or a person of an ingested file: extraction needs it again when it runs offline.
CREATE TABLE listings (
  url          TEXT PRIMARY KEY,
  context_json TEXT NOT NULL CHECK (json_valid(context_json))
) STRICT, WITHOUT ROWID;
