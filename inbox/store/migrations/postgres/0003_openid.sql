-- The same table as sqlite/0003_openid.sql.

CREATE TABLE external_identities (
    issuer  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    login   TEXT   NOT NULL,
    linked  BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE UNIQUE INDEX external_identities_login ON external_identities (login, issuer);
