-- The log of everything that happened. seq is public (SSE ids). Numbers are given out before
-- commit, so readers stop at the oldest transaction still under way, which xact tells.
CREATE TABLE events (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    type       TEXT   NOT NULL,
    ts_ms      BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    project_id TEXT,
    subject    TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    data       TEXT   NOT NULL,
    xact       XID8   NOT NULL DEFAULT pg_current_xact_id()
);
