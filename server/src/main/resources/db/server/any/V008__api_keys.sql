-- hash is keyed: who reads it can neither use it nor try keys against it.
CREATE TABLE api_keys (
    id           TEXT   PRIMARY KEY,
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    maker_id     TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         TEXT   NOT NULL,
    prefix       TEXT   NOT NULL,
    hash         TEXT   NOT NULL UNIQUE,
    permissions  TEXT   NOT NULL,
    created_ms   BIGINT NOT NULL,
    expires_ms   BIGINT,
    last_used_ms BIGINT
);
CREATE INDEX api_keys_by_user ON api_keys (user_id, created_ms);
CREATE INDEX api_keys_by_maker ON api_keys (maker_id);
