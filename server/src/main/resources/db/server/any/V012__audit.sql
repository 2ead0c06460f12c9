-- Who did what, or was refused. A record is written with the change that it is about, and gets its
-- place n in the chain and its hash a moment later. mac is the seal of the record alone. Empty texts
-- stand for what is not known or does not apply.
CREATE TABLE audit_records (
    id           TEXT   PRIMARY KEY,
    n            BIGINT UNIQUE,
    ts_ms        BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    actor_id     TEXT   NOT NULL,
    credential   TEXT   NOT NULL,
    on_behalf_of TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    object_kind  TEXT   NOT NULL,
    object_id    TEXT   NOT NULL,
    project_id   TEXT   NOT NULL,
    outcome      TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    request_id   TEXT   NOT NULL,
    method       TEXT   NOT NULL,
    route        TEXT   NOT NULL,
    occurrences  BIGINT NOT NULL,
    detail       TEXT   NOT NULL,
    mac          TEXT   NOT NULL,
    hash         TEXT
);
CREATE INDEX audit_records_by_actor ON audit_records (actor, id);
CREATE INDEX audit_records_by_object ON audit_records (object_id, id);
CREATE INDEX audit_records_by_time ON audit_records (ts_ms);

-- Where the chain ends (`last`), and up to where it was removed on purpose (`cut`). Sealed, so that
-- records cannot be taken from either end unnoticed.
CREATE TABLE audit_heads (
    name TEXT   PRIMARY KEY,
    n    BIGINT NOT NULL,
    hash TEXT   NOT NULL,
    mac  TEXT   NOT NULL
);
