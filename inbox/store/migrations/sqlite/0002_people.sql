-- The same tables as postgres/0002_people.sql, with the differences named in 0001.

ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- awaits is the account whose password was right and whose second factor is not
-- there yet; nobody is signed in until then.
ALTER TABLE sessions ADD COLUMN awaits TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_login ON sessions (login) WHERE login <> '';

-- Something a person has to prove with a code, in a few attempts. The code's
-- digest is over the secret id too, which only the person's page holds.
CREATE TABLE challenges (
    id_sha256    TEXT    PRIMARY KEY,
    purpose      TEXT    NOT NULL,
    login        TEXT    NOT NULL,
    bound        TEXT    NOT NULL,
    payload      TEXT    NOT NULL,
    attempts     INTEGER NOT NULL CHECK (attempts >= 0),
    expires      INTEGER NOT NULL,
    code_sha256  TEXT    NOT NULL,
    code_expires INTEGER NOT NULL
) STRICT;

CREATE INDEX challenges_expires ON challenges (expires);

-- last_step is the time step of the last code taken: each is good once.
CREATE TABLE second_factors (
    login     TEXT    PRIMARY KEY,
    secret    TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('offered', 'on')),
    last_step INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    login       TEXT NOT NULL,
    code_sha256 TEXT NOT NULL,
    PRIMARY KEY (login, code_sha256)
) STRICT;

-- A profile past its expires is expired whatever its state says; the state is
-- written when something takes its place.
CREATE TABLE trusted_profiles (
    id                  INTEGER PRIMARY KEY,
    login               TEXT    NOT NULL,
    given_names         TEXT    NOT NULL,
    family_name         TEXT    NOT NULL,
    pesel               TEXT    NOT NULL,
    state               TEXT    NOT NULL CHECK (state IN ('unconfirmed', 'temporary', 'confirmed', 'expired', 'revoked')),
    since               INTEGER NOT NULL,
    expires             INTEGER NOT NULL,
    point               TEXT    NOT NULL,
    application         TEXT    NOT NULL,
    application_expires INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX trusted_profiles_login ON trusted_profiles (login) WHERE state IN ('unconfirmed', 'temporary', 'confirmed');
CREATE UNIQUE INDEX trusted_profiles_pesel ON trusted_profiles (pesel) WHERE state IN ('temporary', 'confirmed');
CREATE UNIQUE INDEX trusted_profiles_application ON trusted_profiles (application) WHERE application <> '';
CREATE INDEX trusted_profiles_owner ON trusted_profiles (login, id);

-- What a clerk of a confirmation point saw, and when.
CREATE TABLE confirmations (
    id              INTEGER PRIMARY KEY,
    profile         INTEGER NOT NULL REFERENCES trusted_profiles (id),
    at              INTEGER NOT NULL,
    confirmer       TEXT    NOT NULL,
    point           TEXT    NOT NULL,
    document_kind   TEXT    NOT NULL,
    document_number TEXT    NOT NULL,
    document_until  TEXT    NOT NULL
) STRICT;

CREATE INDEX confirmations_profile ON confirmations (profile);

CREATE TABLE signings (
    id_sha256 TEXT    PRIMARY KEY,
    login     TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    purpose   TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'signed', 'replaced')),
    begun     INTEGER NOT NULL,
    expires   INTEGER NOT NULL,
    sha256    BLOB    NOT NULL,
    document  BLOB    NOT NULL,
    signed    BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX signings_open ON signings (login, purpose) WHERE state = 'open';
CREATE INDEX signings_expires ON signings (expires);

-- What the owner of an account can see of what happened in it.
CREATE TABLE person_events (
    id     INTEGER PRIMARY KEY,
    login  TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    detail TEXT    NOT NULL,
    sha256 BLOB
) STRICT;

CREATE INDEX person_events_login ON person_events (login, id);
