-- Against mistakes; what somebody changes who removes the triggers first, the chain shows.
CREATE TRIGGER audit_records_start_unsealed
BEFORE INSERT ON audit_records WHEN NEW.n IS NOT NULL OR NEW.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'audit records are sealed after they are written');
END;

CREATE TRIGGER audit_records_stay
BEFORE UPDATE OF id, ts_ms, actor, actor_id, credential, on_behalf_of, action, object_kind,
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
