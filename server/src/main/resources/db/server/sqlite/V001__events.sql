-- The log of everything that happened. seq is the order of commits; it is public (SSE ids).
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT   NOT NULL UNIQUE,
    type       TEXT   NOT NULL,
    ts_ms      BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    project_id TEXT,
    subject    TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    data       TEXT   NOT NULL
);
