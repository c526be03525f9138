-- Counters and dates of the library as a whole: revision, changes, backed_up, seen.
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID, STRICT;
INSERT INTO meta VALUES ('revision', 0), ('changes', 0), ('backed_up', 0), ('seen', 0);

-- A document as lists, sorting and filters need it. Its text is in `version`.
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT UNIQUE,
    version INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    revision INTEGER NOT NULL,
    added INTEGER NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    published TEXT,
    date_key TEXT,
    languages TEXT NOT NULL,
    doc_type TEXT,
    diseases TEXT NOT NULL,
    disease_key TEXT,
    therapies TEXT NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;
CREATE INDEX document_sha256 ON document (sha256);
CREATE INDEX document_revision ON document (revision);

-- Where a document comes from; sha256 is of the text that was there when it was last imported.
CREATE TABLE source (
    name TEXT NOT NULL,
    place INTEGER NOT NULL,
    doc INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (name, place)
) WITHOUT ROWID, STRICT;
CREATE INDEX source_doc ON source (doc);

CREATE TABLE version (
    doc INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    version INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    added INTEGER NOT NULL,
    text TEXT NOT NULL,
    structure TEXT NOT NULL,
    UNIQUE (doc, version)
) STRICT;

-- The facts of the newest version, as pack.rs writes them.
CREATE TABLE fact (doc INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE, facts TEXT NOT NULL) STRICT;

-- Values of facet kinds; key is what the value is found by without its concept, see facets.rs.
CREATE TABLE value (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    concept TEXT,
    key TEXT NOT NULL,
    label TEXT NOT NULL
) STRICT;
CREATE INDEX value_key ON value (kind, key, concept);

-- The facet values of a document, four bytes each: value number times 4 plus flags. Narrow, since it is read whole.
CREATE TABLE facet (
    doc INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    year INTEGER,
    slots BLOB NOT NULL
) STRICT;

-- Values of the other kinds, and the numbers among them. Ordered by kind, since a filter reads one kind.
CREATE TABLE term (
    kind TEXT NOT NULL,
    doc INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    concept TEXT,
    key TEXT NOT NULL,
    flags INTEGER NOT NULL,
    low REAL,
    high REAL,
    PRIMARY KEY (kind, doc, ordinal)
) WITHOUT ROWID, STRICT;
CREATE INDEX term_doc ON term (doc);

-- What was deleted since, for what is derived from this file; and bundled documents that are to stay out.
CREATE TABLE removed (doc INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
CREATE INDEX removed_revision ON removed (revision);
CREATE TABLE removed_bundled (name TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;

-- What the reader did.
CREATE TABLE state (
    doc INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE tag (
    doc INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (doc, name)
) WITHOUT ROWID, STRICT;

-- Notes and highlights, by place and by quote with its surroundings; `lost` when the quote is not in the newest text.
CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    doc INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    version INTEGER NOT NULL,
    start INTEGER NOT NULL,
    quote TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    colour TEXT,
    body TEXT,
    lost INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX note_doc ON note (doc);
