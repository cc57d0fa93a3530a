-- What every copy has besides its tables of records; ``file_columns`` makes those.
CREATE TABLE _fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE _run (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  started TEXT NOT NULL,
  ended TEXT,
  version TEXT NOT NULL,
  state TEXT
) STRICT;
CREATE TABLE _table (
  name TEXT PRIMARY KEY,
  filled INTEGER NOT NULL DEFAULT 0,
  read_at TEXT,
  swept_at TEXT,
  state TEXT,
  problem TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE _pending (
  table_name TEXT,
  id INTEGER,
  reason TEXT NOT NULL,
  PRIMARY KEY (table_name, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE _change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  op TEXT NOT NULL,
  table_name TEXT NOT NULL,
  id TEXT NOT NULL,
  changed TEXT NOT NULL
) STRICT;
CREATE TABLE field (
  module TEXT,
  field TEXT,
  "column" TEXT NOT NULL,
  label TEXT NOT NULL,
  type TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (module, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE permitted_value (
  module TEXT,
  field TEXT,
  key TEXT,
  label TEXT NOT NULL,
  PRIMARY KEY (module, field, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE relation (
  type TEXT,
  parent_id INTEGER,
  child_id INTEGER,
  PRIMARY KEY (type, parent_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_child ON relation (type, child_id);
