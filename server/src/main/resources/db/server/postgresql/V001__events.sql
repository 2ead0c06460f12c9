-- The log of everything that happened. seq is public (SSE ids). Numbers are given out before
-- commit, so a number may be missing for a while; readers wait for it (SettledEvents). xact comes
-- first: a transaction has its id before it takes a number, which they rely on.
CREATE TABLE events (
    xact       XID8   NOT NULL DEFAULT pg_current_xact_id(),
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    type       TEXT   NOT NULL,
    ts_ms      BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    project_id TEXT,
    subject    TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    data       TEXT   NOT NULL
);
