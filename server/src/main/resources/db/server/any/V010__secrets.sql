-- Secrets that people store for weavers and agents. `project_id` repeats `scope_id` where the scope
-- is a project, so that the secrets of a project go with it.
CREATE TABLE secrets (
    id          TEXT    PRIMARY KEY,
    scope_kind  TEXT    NOT NULL,
    scope_id    TEXT    NOT NULL,
    project_id  TEXT    REFERENCES projects (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    created_by  TEXT    NOT NULL,
    created_ms  BIGINT  NOT NULL,
    updated_by  TEXT    NOT NULL,
    updated_ms  BIGINT  NOT NULL,
    UNIQUE (scope_kind, scope_id, name)
);
CREATE INDEX secrets_by_project ON secrets (project_id);

-- The values. `sealed` is bound to its secret, scope, name and version; `key_generation` is the
-- vault's data key that it is under.
CREATE TABLE secret_versions (
    secret_id      TEXT    NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
    version        INTEGER NOT NULL,
    sealed         TEXT    NOT NULL,
    key_generation INTEGER NOT NULL,
    created_by     TEXT    NOT NULL,
    created_ms     BIGINT  NOT NULL,
    PRIMARY KEY (secret_id, version)
);
CREATE INDEX secret_versions_by_generation ON secret_versions (key_generation, secret_id, version);
