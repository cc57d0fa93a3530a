-- Tables of the sandbox that no field configuration describes.

CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- The field configuration of a copied office, in the form of modules/<name>.json; else empty.
CREATE TABLE module (name TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;

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

-- Files of records, and links, which have no content; record is 0 for files kept in the cache.
CREATE TABLE file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  module TEXT NOT NULL, record INTEGER NOT NULL,
  Art TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', freetext TEXT NOT NULL DEFAULT '',
  documentAttribute TEXT, name TEXT NOT NULL, originalname TEXT NOT NULL, url TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0, published INTEGER NOT NULL DEFAULT 0,
  modified INTEGER NOT NULL, content BLOB NOT NULL
);
CREATE INDEX file_record ON file (module, record, position);

-- Blocks of uploads that are not linked yet.
CREATE TABLE upload (id TEXT NOT NULL, block INTEGER PRIMARY KEY AUTOINCREMENT, content BLOB NOT NULL);
CREATE INDEX upload_id ON upload (id);

-- criteria is a JSON object of search field to value.
CREATE TABLE searchcriteria (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  internaladdressid INTEGER NOT NULL, advisor INTEGER NOT NULL, creator INTEGER NOT NULL,
  creationdate TEXT NOT NULL, editdate TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 1,
  publicnote TEXT NOT NULL DEFAULT '', characteristic TEXT NOT NULL DEFAULT 'manual_saved',
  criteria TEXT NOT NULL
);
CREATE INDEX searchcriteria_address ON searchcriteria (internaladdressid);

-- Mails that were sent (nobody gets them) and mails that came in; body is a JSON object.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  messageid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, moment TEXT NOT NULL, body TEXT NOT NULL
);

CREATE TABLE log_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action TEXT NOT NULL, module TEXT NOT NULL, user INTEGER NOT NULL, moment TEXT NOT NULL, resource TEXT NOT NULL
);

CREATE TABLE last_seen (
  module TEXT NOT NULL, user INTEGER NOT NULL, record INTEGER NOT NULL, moment TEXT NOT NULL,
  PRIMARY KEY (module, user, record)
) WITHOUT ROWID;

-- Lesser things that are only kept and found again; body is JSON.
CREATE TABLE document (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL
);
CREATE UNIQUE INDEX document_name ON document (kind, name);
