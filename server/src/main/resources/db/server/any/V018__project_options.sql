-- What else is set for a project. protected_branches is a JSON list; NULL means the usual ones.
ALTER TABLE projects ADD COLUMN parent_id TEXT;
ALTER TABLE projects ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE projects ADD COLUMN protected_branches TEXT;
ALTER TABLE projects ADD COLUMN due_ms BIGINT;
-- When the repository was last fetched.
ALTER TABLE projects ADD COLUMN synced_ms BIGINT;
-- Points in time that a project works towards.
CREATE TABLE milestones (
    id           TEXT   PRIMARY KEY,
    project_id   TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name         TEXT   NOT NULL,
    description  TEXT   NOT NULL,
    type         TEXT   NOT NULL,
    status       TEXT   NOT NULL,
    due_ms       BIGINT,
    start_ms     BIGINT,
    completed_ms BIGINT,
    created_ms   BIGINT NOT NULL
);
CREATE INDEX milestones_by_project ON milestones (project_id, due_ms, id);
