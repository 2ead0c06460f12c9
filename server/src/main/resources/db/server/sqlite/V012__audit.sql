-- Who did what, or was refused. seq is the order in which records were written. A record is written with the change that it is about, and gets its
-- place n in the chain and its hash a moment later. mac is the seal of the record alone. Empty texts
-- stand for what is not known or does not apply.
CREATE TABLE audit_records (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT   NOT NULL UNIQUE,
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
CREATE INDEX audit_records_by_actor ON audit_records (actor, seq);
CREATE INDEX audit_records_by_object ON audit_records (object_id, seq);
CREATE INDEX audit_records_by_time ON audit_records (ts_ms);

-- Where the chain ends (`last`), and up to where it was removed on purpose (`cut`). Sealed, so that
-- records cannot be taken from either end unnoticed.
CREATE TABLE audit_heads (
    name TEXT   PRIMARY KEY,
    n    BIGINT NOT NULL,
    hash TEXT   NOT NULL,
    mac  TEXT   NOT NULL
);

-- Against mistakes; what somebody changes who removes the triggers first, the chain shows.
CREATE TRIGGER audit_records_start_unsealed
BEFORE INSERT ON audit_records WHEN NEW.n IS NOT NULL OR NEW.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'audit records are sealed after they are written');
END;

CREATE TRIGGER audit_records_stay
BEFORE UPDATE OF seq, id, ts_ms, actor, actor_id, credential, on_behalf_of, action, object_kind,
    object_id, project_id, outcome, address, request_id, method, route, occurrences, detail, mac
ON audit_records
BEGIN
    SELECT RAISE(ABORT, 'audit records cannot be changed');
END;

CREATE TRIGGER audit_records_stay_sealed
BEFORE UPDATE OF n, hash ON audit_records WHEN OLD.n IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'audit records cannot be changed');
END;

CREATE TRIGGER audit_records_are_kept
BEFORE DELETE ON audit_records
WHEN OLD.n IS NULL
    OR OLD.n > COALESCE((SELECT n FROM audit_heads WHERE name = 'cut'), 0)
BEGIN
    SELECT RAISE(ABORT, 'audit records cannot be deleted');
END;

CREATE TRIGGER audit_heads_go_forward
BEFORE UPDATE ON audit_heads WHEN NEW.name <> OLD.name OR NEW.n < OLD.n
BEGIN
    SELECT RAISE(ABORT, 'heads of the audit trail only go forward');
END;

CREATE TRIGGER audit_heads_are_kept
BEFORE DELETE ON audit_heads
BEGIN
    SELECT RAISE(ABORT, 'heads of the audit trail cannot be deleted');
END;
