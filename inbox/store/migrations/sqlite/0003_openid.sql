-- Who signs in through an OpenID Connect provider, and which account that opens.

CREATE TABLE external_identities (
    issuer  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    login   TEXT    NOT NULL,
    linked  INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

CREATE UNIQUE INDEX external_identities_login ON external_identities (login, issuer);
