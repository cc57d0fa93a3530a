-- Tables of the sandbox that no field configuration describes.

CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Language versions of estates; texts is a JSON object of field to text.
CREATE TABLE version_text (
  sub INTEGER PRIMARY KEY, main INTEGER NOT NULL, language TEXT NOT NULL, texts TEXT NOT NULL
);
CREATE UNIQUE INDEX version_text_main ON version_text (main, language);

-- Phone, fax and mail entries of addresses.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address INTEGER NOT NULL,
  kind TEXT NOT NULL,
  type TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL COLLATE NOCASE,
  comment TEXT NOT NULL DEFAULT '',
  main INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX contact_address ON contact (address, kind);
CREATE INDEX contact_value ON contact (value);

-- type is a relation type without its URN prefix; info is a JSON object or empty.
CREATE TABLE relation (
  type TEXT NOT NULL, parent INTEGER NOT NULL, child INTEGER NOT NULL, info TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (type, parent, child)
) WITHOUT ROWID;
CREATE INDEX relation_child ON relation (type, child);

-- Filters stored in onOffice; expression is what a call would send as filter.
CREATE TABLE stored_filter (
  id INTEGER PRIMARY KEY, module TEXT NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL,
  user INTEGER, office INTEGER, expression TEXT NOT NULL
);

CREATE TABLE town (
  plz TEXT PRIMARY KEY, ort TEXT NOT NULL COLLATE NOCASE, land TEXT NOT NULL,
  breitengrad REAL NOT NULL, laengengrad REAL NOT NULL
) WITHOUT ROWID;
