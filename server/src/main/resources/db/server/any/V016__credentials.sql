-- How git gets at a project's repository. `git_credential_id` names a secret of the project.
ALTER TABLE projects ADD COLUMN git_credential_id TEXT;
ALTER TABLE projects ADD COLUMN git_config_options TEXT NOT NULL DEFAULT '{}';

-- The key pairs with which Loom signs in at git servers. A project has one `current` key, and after
-- a rotation a `previous` one that works until the current one was seen to, or until `ends_ms`.
-- `private_key_encrypted` is sealed by the vault and bound to its row; `key_generation` is the data
-- key that it is under.
CREATE TABLE credentials (
    id                    TEXT    PRIMARY KEY,
    project_id            TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    type                  TEXT    NOT NULL,
    slot                  TEXT    NOT NULL,
    public_key            TEXT    NOT NULL,
    fingerprint           TEXT    NOT NULL,
    private_key_encrypted TEXT    NOT NULL,
    key_generation        INTEGER NOT NULL,
    created_by            TEXT    NOT NULL,
    created_ms            BIGINT  NOT NULL,
    last_used_ms          BIGINT,
    ends_ms               BIGINT,
    UNIQUE (project_id, slot)
);
CREATE INDEX credentials_by_generation ON credentials (key_generation, id);

-- The keys that git servers showed when a project met them first. `host` is as in known_hosts:
-- `name`, or `[name]:port`.
CREATE TABLE host_keys (
    project_id  TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    host        TEXT   NOT NULL,
    key_type    TEXT   NOT NULL,
    public_key  TEXT   NOT NULL,
    pinned_ms   BIGINT NOT NULL,
    PRIMARY KEY (project_id, host, key_type)
);
