-- username_key is the name in lower case: two names that differ in case only are one.
CREATE TABLE users (
    id            TEXT    PRIMARY KEY,
    username      TEXT    NOT NULL,
    username_key  TEXT    NOT NULL UNIQUE,
    email         TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    password_hash TEXT,
    is_active     INTEGER NOT NULL,
    must_change   INTEGER NOT NULL,
    created_ms    BIGINT  NOT NULL,
    updated_ms    BIGINT  NOT NULL
);
-- Who is signed in. A token without its row here is refused.
CREATE TABLE sessions (
    id           TEXT   PRIMARY KEY,
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_ms   BIGINT NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    expires_ms   BIGINT NOT NULL,
    address      TEXT   NOT NULL,
    user_agent   TEXT   NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_ms);
CREATE INDEX sessions_by_expiry ON sessions (expires_ms);
-- Stand-ins for a session where no header can be sent, each good for one use.
CREATE TABLE tickets (
    hash       TEXT   PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX tickets_by_session ON tickets (session_id);
