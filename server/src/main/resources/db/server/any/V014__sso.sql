-- Programs that wait until a person lets them in. Codes are kept as keyed hashes.
CREATE TABLE device_logins (
    device_hash TEXT   PRIMARY KEY,
    user_hash   TEXT   NOT NULL UNIQUE,
    state       TEXT   NOT NULL,
    user_id     TEXT   REFERENCES users (id) ON DELETE CASCADE,
    address     TEXT   NOT NULL,
    user_agent  TEXT   NOT NULL,
    created_ms  BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL,
    polled_ms   BIGINT NOT NULL
);
CREATE INDEX device_logins_by_expiry ON device_logins (expires_ms);
CREATE INDEX device_logins_by_user ON device_logins (user_id);
-- Which user somebody is whom a provider of single sign-on knows. A provider never gives a subject
-- to another person; mail addresses it may.
CREATE TABLE sso_identities (
    issuer       TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_ms   BIGINT NOT NULL,
    last_used_ms BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX sso_identities_by_user ON sso_identities (user_id);
