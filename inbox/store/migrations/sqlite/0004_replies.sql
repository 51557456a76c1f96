-- The same tables as postgres/0004_replies.sql; the differences are those of
-- 0001_letters.sql. Instants that are not there yet are 0, days ''.

-- Letters from the office to a sender, and the confirmations of their receipt.
CREATE TABLE replies (
    id       INTEGER PRIMARY KEY,
    letter   INTEGER NOT NULL REFERENCES letters (id),
    kind     TEXT    NOT NULL CHECK (kind IN ('answer', 'call')),
    form     TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    clerk    TEXT    NOT NULL,
    signer   TEXT    NOT NULL,
    sent     INTEGER NOT NULL,
    sha256   BLOB    NOT NULL,
    size     INTEGER NOT NULL,
    noticed  INTEGER NOT NULL,
    reminded INTEGER NOT NULL,
    opened   INTEGER NOT NULL,
    deemed   TEXT    NOT NULL,
    upd      INTEGER NOT NULL
) STRICT;

CREATE INDEX replies_letter ON replies (letter, id);
-- What the jobs look for: replies that still wait for a notice, or for their day.
CREATE INDEX replies_noticed ON replies (id) WHERE noticed = 0 AND opened = 0;
CREATE INDEX replies_waiting ON replies (noticed) WHERE opened = 0 AND deemed = '';

CREATE TABLE reply_documents (
    reply INTEGER PRIMARY KEY REFERENCES replies (id),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE delivery_receipts (
    id    INTEGER PRIMARY KEY,
    reply INTEGER NOT NULL UNIQUE REFERENCES replies (id),
    made  INTEGER NOT NULL,
    bytes BLOB    NOT NULL
) STRICT;

-- A further letter joins the one it is about. It may still be held: then the
-- join waits for what becomes of it.
CREATE TABLE joins (
    document INTEGER PRIMARY KEY REFERENCES submissions (document),
    letter   INTEGER NOT NULL REFERENCES letters (id),
    kind     TEXT    NOT NULL CHECK (kind IN ('supplement', 'withdrawal')),
    at       INTEGER NOT NULL,
    done     INTEGER NOT NULL
) STRICT;

CREATE INDEX joins_letter ON joins (letter);
CREATE INDEX joins_waiting ON joins (document) WHERE NOT done;

-- Who of the office looked at bytes that never became a letter; a letter's views
-- are events of its history.
CREATE TABLE submission_views (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES submissions (document),
    at       INTEGER NOT NULL,
    actor    TEXT    NOT NULL
) STRICT;

CREATE INDEX submission_views_document ON submission_views (document, id);

-- The worklist of what was held and refused.
CREATE INDEX submissions_undecided ON submissions (state, id) WHERE state <> 'accepted';
-- A sender's own letters, and a queue by due day.
CREATE INDEX letters_writer ON letters (sender_pesel, id) WHERE sender_pesel <> '';
CREATE INDEX letters_due ON letters (department, due, id);
