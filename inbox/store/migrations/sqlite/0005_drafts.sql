-- The same tables as postgres/0005_drafts.sql, in SQLite's names.

-- A form being filled in. It belongs to an account (login), or to a browser that
-- has not signed in (the digest of its key); the other of the two is empty.
-- size is all of it in octets: content, document and files.
CREATE TABLE drafts (
    id       TEXT    PRIMARY KEY,
    login    TEXT    NOT NULL,
    browser  TEXT    NOT NULL,
    form     TEXT    NOT NULL,
    started  INTEGER NOT NULL,
    saved    INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    sent     INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    content  BLOB    NOT NULL,
    document BLOB,
    CHECK ((login = '') <> (browser = ''))
) STRICT;

CREATE INDEX drafts_owner ON drafts (login, browser, size);
CREATE INDEX drafts_expires ON drafts (expires);

-- A file is never changed: one that is posted anew is another file.
CREATE TABLE draft_files (
    id    TEXT NOT NULL PRIMARY KEY,
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;

CREATE INDEX draft_files_draft ON draft_files (draft);
