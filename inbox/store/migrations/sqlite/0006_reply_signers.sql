-- The same as postgres/0006_reply_signers.sql; the differences are those of
-- 0001_letters.sql.

-- With what a reply is signed; '' for those from before this was kept.
ALTER TABLE replies ADD COLUMN signer_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE replies ADD COLUMN signer_issuer TEXT NOT NULL DEFAULT '';

-- A reply that a clerk has signed elsewhere and uploaded, until he has looked at who
-- signed it and sends it: one for a letter, the last.
CREATE TABLE reply_uploads (
    letter INTEGER PRIMARY KEY REFERENCES letters (id),
    clerk  TEXT    NOT NULL,
    kind   TEXT    NOT NULL CHECK (kind IN ('answer', 'call')),
    at     INTEGER NOT NULL,
    bytes  BLOB    NOT NULL
) STRICT;
