-- Who works on which project. Whoever makes a project is its first owner.
CREATE TABLE project_members (
    project_id TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role       TEXT   NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_members_by_user ON project_members (user_id);
-- personal_of names the user whose personal organisation it is.
CREATE TABLE organisations (
    id          TEXT   PRIMARY KEY,
    name        TEXT   NOT NULL,
    personal_of TEXT   UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL
);
CREATE TABLE organisation_members (
    organisation_id TEXT   NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    user_id         TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role            TEXT   NOT NULL,
    created_ms      BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX organisation_members_by_user ON organisation_members (user_id);
