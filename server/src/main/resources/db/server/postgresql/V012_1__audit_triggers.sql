-- Against mistakes; what somebody changes who removes the triggers first, the chain shows.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$$;

CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.n IS NULL
        OR OLD.n > COALESCE((SELECT n FROM audit_heads WHERE name = 'cut'), 0) THEN
        RAISE EXCEPTION 'audit records cannot be deleted';
    END IF;
    RETURN OLD;
END;
$$;

CREATE TRIGGER audit_records_start_unsealed
BEFORE INSERT ON audit_records FOR EACH ROW WHEN (NEW.n IS NOT NULL OR NEW.hash IS NOT NULL)
EXECUTE FUNCTION audit_refuse('audit records are sealed after they are written');

CREATE TRIGGER audit_records_stay
BEFORE UPDATE OF id, ts_ms, actor, actor_id, credential, on_behalf_of, action, object_kind,
    object_id, project_id, outcome, address, request_id, method, route, occurrences, detail, mac
ON audit_records FOR EACH ROW
EXECUTE FUNCTION audit_refuse('audit records cannot be changed');

CREATE TRIGGER audit_records_stay_sealed
BEFORE UPDATE OF n, hash ON audit_records FOR EACH ROW WHEN (OLD.n IS NOT NULL)
EXECUTE FUNCTION audit_refuse('audit records cannot be changed');

CREATE TRIGGER audit_records_are_kept
BEFORE DELETE ON audit_records FOR EACH ROW
EXECUTE FUNCTION audit_keep();

CREATE TRIGGER audit_records_are_not_emptied
BEFORE TRUNCATE ON audit_records FOR EACH STATEMENT
EXECUTE FUNCTION audit_refuse('audit records cannot be deleted');

CREATE TRIGGER audit_heads_go_forward
BEFORE UPDATE ON audit_heads FOR EACH ROW WHEN (NEW.name <> OLD.name OR NEW.n < OLD.n)
EXECUTE FUNCTION audit_refuse('heads of the audit trail only go forward');

CREATE TRIGGER audit_heads_are_kept
BEFORE DELETE ON audit_heads FOR EACH ROW
EXECUTE FUNCTION audit_refuse('heads of the audit trail cannot be deleted');

CREATE TRIGGER audit_heads_are_not_emptied
BEFORE TRUNCATE ON audit_heads FOR EACH STATEMENT
EXECUTE FUNCTION audit_refuse('heads of the audit trail cannot be deleted');
