-- The same tables as sqlite/0002_people.sql, with the differences named in 0001.

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
    expires      BIGINT  NOT NULL,
    code_sha256  TEXT    NOT NULL,
    code_expires BIGINT  NOT NULL
);

CREATE INDEX challenges_expires ON challenges (expires);

-- last_step is the time step of the last code taken: each is good once.
CREATE TABLE second_factors (
    login     TEXT    PRIMARY KEY,
    secret    TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('offered', 'on')),
    last_step BIGINT  NOT NULL
);

CREATE TABLE recovery_codes (
    login       TEXT NOT NULL,
    code_sha256 TEXT NOT NULL,
    PRIMARY KEY (login, code_sha256)
);

-- A profile past its expires is expired whatever its state says; the state is
-- written when something takes its place.
CREATE TABLE trusted_profiles (
    id                  INTEGER PRIMARY KEY,
    login               TEXT    NOT NULL,
    given_names         TEXT    NOT NULL,
    family_name         TEXT    NOT NULL,
    pesel               TEXT    NOT NULL,
    state               TEXT    NOT NULL CHECK (state IN ('unconfirmed', 'temporary', 'confirmed', 'expired', 'revoked')),
    since               BIGINT  NOT NULL,
    expires             BIGINT  NOT NULL,
    point               TEXT    NOT NULL,
    application         TEXT    NOT NULL,
    application_expires BIGINT  NOT NULL
);

CREATE UNIQUE INDEX trusted_profiles_login ON trusted_profiles (login) WHERE state IN ('unconfirmed', 'temporary', 'confirmed');
CREATE UNIQUE INDEX trusted_profiles_pesel ON trusted_profiles (pesel) WHERE state IN ('temporary', 'confirmed');
CREATE UNIQUE INDEX trusted_profiles_application ON trusted_profiles (application) WHERE application <> '';
CREATE INDEX trusted_profiles_owner ON trusted_profiles (login, id);

-- What a clerk of a confirmation point saw, and when.
CREATE TABLE confirmations (
    id              BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    profile         INTEGER NOT NULL REFERENCES trusted_profiles (id),
    at              BIGINT  NOT NULL,
    confirmer       TEXT    NOT NULL,
    point           TEXT    NOT NULL,
    document_kind   TEXT    NOT NULL,
    document_number TEXT    NOT NULL,
    document_until  TEXT    NOT NULL
);

CREATE INDEX confirmations_profile ON confirmations (profile);

CREATE TABLE signings (
    id_sha256 TEXT    PRIMARY KEY,
    login     TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    purpose   TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'signed', 'replaced')),
    begun     BIGINT  NOT NULL,
    expires   BIGINT  NOT NULL,
    sha256    BYTEA   NOT NULL,
    document  BYTEA   NOT NULL,
    signed    BYTEA   NOT NULL
);

CREATE UNIQUE INDEX signings_open ON signings (login, purpose) WHERE state = 'open';
CREATE INDEX signings_expires ON signings (expires);

-- What the owner of an account can see of what happened in it.
CREATE TABLE person_events (
    id     BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login  TEXT    NOT NULL,
    at     BIGINT  NOT NULL,
    kind   TEXT    NOT NULL,
    detail TEXT    NOT NULL,
    sha256 BYTEA
);

CREATE INDEX person_events_login ON person_events (login, id);
