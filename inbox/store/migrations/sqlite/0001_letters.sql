-- The same tables as postgres/0001_letters.sql. Differences: INTEGER and BLOB are
-- SQLite's only names (STRICT tables refuse a value of another kind, as
-- PostgreSQL does by itself), and INTEGER PRIMARY KEY numbers rows by itself.
-- Instants are microseconds since 1970 UTC, days are YYYY-MM-DD, digests raw.

CREATE TABLE submissions (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL UNIQUE,
    box       TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    posted_by TEXT    NOT NULL,
    arrived   INTEGER NOT NULL,
    sha256    BLOB    NOT NULL,
    size      INTEGER NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('accepted', 'refused', 'held')),
    reasons   TEXT    NOT NULL
) STRICT;

-- The same bytes are accepted once in a box, and held once. Digests are random
-- keys, and each index over them costs a letter a page of its own: these three
-- serve every search by digest, and each row is in one of them.
CREATE UNIQUE INDEX submissions_accepted ON submissions (sha256, box) WHERE state = 'accepted';
CREATE UNIQUE INDEX submissions_held ON submissions (sha256, box) WHERE state = 'held';
CREATE INDEX submissions_refused ON submissions (sha256, id) WHERE state = 'refused';
CREATE INDEX submissions_refused_arrived ON submissions (arrived) WHERE state = 'refused';

-- Bytes stand apart, so that lists of letters never read past them.
CREATE TABLE documents (
    document INTEGER PRIMARY KEY REFERENCES submissions (document),
    bytes    BLOB NOT NULL
) STRICT;

CREATE TABLE receipts (
    id       INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL CHECK (kind IN ('upp', 'refusal')),
    document INTEGER NOT NULL UNIQUE REFERENCES submissions (document),
    made     INTEGER NOT NULL,
    bytes    BLOB    NOT NULL
) STRICT;

-- sender_fold is sender_name in lower case: SQLite's lower() knows ASCII alone.
-- report is last: SQLite reads a row up to the last column asked for.
CREATE TABLE letters (
    id                 INTEGER PRIMARY KEY REFERENCES submissions (document),
    register_year      INTEGER NOT NULL,
    register_n         INTEGER NOT NULL,
    box                TEXT    NOT NULL,
    channel            TEXT    NOT NULL,
    posted_by          TEXT    NOT NULL,
    form               TEXT    NOT NULL,
    subject            TEXT    NOT NULL,
    sender_kind        TEXT    NOT NULL,
    sender_name        TEXT    NOT NULL,
    sender_fold        TEXT    NOT NULL,
    sender_pesel       TEXT    NOT NULL,
    sender_scheme      TEXT    NOT NULL,
    sender_certificate TEXT    NOT NULL,
    arrived            INTEGER NOT NULL,
    sha256             BLOB    NOT NULL,
    signed_digest      BLOB,
    size               INTEGER NOT NULL,
    department         TEXT    NOT NULL,
    state              TEXT    NOT NULL CHECK (state IN ('queued', 'claimed', 'answered', 'closed')),
    clerk              TEXT    NOT NULL,
    due                TEXT    NOT NULL,
    defects            TEXT    NOT NULL,
    copy_of            INTEGER NOT NULL,
    receipt            INTEGER NOT NULL,
    report             BLOB    NOT NULL,
    UNIQUE (register_year, register_n)
) STRICT;

CREATE INDEX letters_queue ON letters (department, state, id);
CREATE INDEX letters_department ON letters (department, id);
CREATE INDEX letters_signed ON letters (signed_digest) WHERE signed_digest IS NOT NULL;
CREATE INDEX letters_poster ON letters (posted_by, id) WHERE posted_by <> '';

CREATE TABLE events (
    id     INTEGER PRIMARY KEY,
    letter INTEGER NOT NULL REFERENCES letters (id),
    at     INTEGER NOT NULL,
    actor  TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    detail TEXT    NOT NULL
) STRICT;

CREATE INDEX events_letter ON events (letter, id);

-- The register numbers of erased letters; nothing personal.
CREATE TABLE erasures (
    letter        INTEGER PRIMARY KEY,
    register_year INTEGER NOT NULL,
    register_n    INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    UNIQUE (register_year, register_n)
) STRICT;

-- One row per year of the register; drawn by the commit that uses the number.
CREATE TABLE register_counters (
    year INTEGER PRIMARY KEY,
    n    INTEGER NOT NULL
) STRICT;

-- The next id not yet reserved by a block.
CREATE TABLE id_blocks (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    next INTEGER NOT NULL
) STRICT;
INSERT INTO id_blocks (one, next) VALUES (1, 1);

-- The receipt log: size, leaves and the hashes of golang.org/x/mod/sumdb/tlog.
CREATE TABLE log_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL
) STRICT;
INSERT INTO log_head (one, size) VALUES (1, 0);

CREATE TABLE log_leaves (
    n        INTEGER PRIMARY KEY,
    document INTEGER NOT NULL UNIQUE,
    leaf     BLOB NOT NULL
) STRICT;

CREATE TABLE log_hashes (
    n    INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE accounts (
    login         TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    department    TEXT NOT NULL,
    entity        TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    token_sha256  TEXT NOT NULL,
    disabled      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX accounts_token ON accounts (token_sha256) WHERE token_sha256 <> '';

CREATE TABLE sessions (
    id_sha256 TEXT PRIMARY KEY,
    login     TEXT NOT NULL,
    csrf      TEXT NOT NULL,
    receipts  TEXT NOT NULL,
    expires   INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_expires ON sessions (expires);
