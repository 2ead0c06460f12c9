-- created_by is the user who made a row, and may delete it; NULL for what the server made.
CREATE TABLE projects (
    id              TEXT   PRIMARY KEY,
    name            TEXT   NOT NULL,
    git_repo        TEXT   NOT NULL,
    branch          TEXT   NOT NULL,
    beads_path      TEXT   NOT NULL,
    bead_prefix     TEXT   NOT NULL,
    git_auth_method TEXT   NOT NULL,
    git_strategy    TEXT   NOT NULL,
    status          TEXT   NOT NULL,
    is_perpetual    INTEGER NOT NULL,
    is_sticky       INTEGER NOT NULL,
    context         TEXT   NOT NULL,
    ready           INTEGER NOT NULL,
    readiness       TEXT   NOT NULL,
    checked_ms      BIGINT,
    head_commit     TEXT,
    beads_branch    TEXT,
    beads_commit    TEXT,
    created_by      TEXT,
    created_ms      BIGINT NOT NULL,
    updated_ms      BIGINT NOT NULL,
    closed_ms       BIGINT
);
-- Ids that projects had once: what they left in other tables, such as their events, goes by them.
CREATE TABLE former_projects (
    id         TEXT   PRIMARY KEY,
    created_by TEXT,
    deleted_ms BIGINT NOT NULL
);
CREATE TABLE agents (
    id             TEXT   PRIMARY KEY,
    name           TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    persona_name   TEXT   NOT NULL,
    provider_id    TEXT,
    project_id     TEXT   REFERENCES projects (id) ON DELETE CASCADE,
    status         TEXT   NOT NULL,
    current_bead   TEXT,
    created_by     TEXT,
    started_ms     BIGINT NOT NULL,
    last_active_ms BIGINT NOT NULL
);
CREATE INDEX agents_by_project ON agents (project_id, status);
CREATE TABLE project_comments (
    id         TEXT   PRIMARY KEY,
    project_id TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    author_id  TEXT   NOT NULL,
    comment    TEXT   NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX project_comments_by_project ON project_comments (project_id, created_ms, id);
