-- The same tables as sqlite/0005_drafts.sql, in the names of PostgreSQL.

-- A form being filled in. It belongs to an account (login), or to a browser that
-- has not signed in (the digest of its key); the other of the two is empty.
-- size is all of it in octets: content, document and files.
CREATE TABLE drafts (
    id       TEXT    PRIMARY KEY,
    login    TEXT    NOT NULL,
    browser  TEXT    NOT NULL,
    form     TEXT    NOT NULL,
    started  BIGINT  NOT NULL,
    saved    BIGINT  NOT NULL,
    expires  BIGINT  NOT NULL,
    revision BIGINT  NOT NULL,
    sent     INTEGER NOT NULL,
    size     BIGINT  NOT NULL,
    content  BYTEA    NOT NULL,
    document BYTEA,
    CHECK ((login = '') <> (browser = ''))
);

CREATE INDEX drafts_owner ON drafts (login, browser, size);
CREATE INDEX drafts_expires ON drafts (expires);

-- A file is never changed: one that is posted anew is another file.
CREATE TABLE draft_files (
    id    TEXT NOT NULL PRIMARY KEY,
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    bytes BYTEA NOT NULL
);

CREATE INDEX draft_files_draft ON draft_files (draft);
