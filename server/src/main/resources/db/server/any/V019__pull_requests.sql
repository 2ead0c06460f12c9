-- Results of projects that merge by pull request. One row per bead is under way at a time.
--   run_id, step    what waits for it; NULL when that run ended and the pull request is still there
--   head            the newest commit that Loom pushed to the branch
--   candidate       what was last about to be pushed; after a crash it tells if the push arrived
--   notes_seen      ids of what was said there and was handed on, as a JSON array
--   red_head        the commit whose failed checks the agent was told of
CREATE TABLE pull_requests (
    id               TEXT    PRIMARY KEY,
    project_id       TEXT    NOT NULL,
    bead_id          TEXT    NOT NULL,
    run_id           TEXT,
    step             INTEGER NOT NULL,
    base             TEXT    NOT NULL,
    branch           TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    tested_base      TEXT    NOT NULL,
    tested_commit    TEXT    NOT NULL,
    verified         INTEGER NOT NULL,
    head             TEXT,
    candidate        TEXT,
    number           BIGINT,
    url              TEXT,
    rounds           INTEGER NOT NULL,
    checks           TEXT    NOT NULL,
    mergeable        TEXT    NOT NULL,
    detail           TEXT,
    failures         INTEGER NOT NULL,
    notes_seen       TEXT    NOT NULL,
    red_head         TEXT,
    merged_commit    TEXT,
    lease_owner      TEXT,
    fence            BIGINT  NOT NULL,
    lease_expires_ms BIGINT,
    next_look_ms     BIGINT  NOT NULL,
    created_ms       BIGINT  NOT NULL,
    updated_ms       BIGINT  NOT NULL,
    ended_ms         BIGINT
);
CREATE UNIQUE INDEX pull_requests_of_bead ON pull_requests (bead_id) WHERE ended_ms IS NULL;
CREATE INDEX pull_requests_due ON pull_requests (next_look_ms) WHERE ended_ms IS NULL;
CREATE INDEX pull_requests_by_project ON pull_requests (project_id, created_ms);

-- Which bead stands for an issue or a pull request of a forge.
CREATE TABLE external_beads (
    project_id TEXT   NOT NULL,
    forge      TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    bead_id    TEXT   NOT NULL,
    PRIMARY KEY (project_id, forge, kind, number)
);
