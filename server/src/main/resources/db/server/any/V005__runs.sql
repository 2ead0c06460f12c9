-- One agent's work on one bead. fence is the bead's at the time it was taken.
--   lease_*  which server works on the run; another may take it over when the lease ran out
CREATE TABLE runs (
    id               TEXT    PRIMARY KEY,
    bead_id          TEXT    NOT NULL,
    project_id       TEXT    NOT NULL,
    agent_id         TEXT    NOT NULL,
    provider_id      TEXT    NOT NULL,
    model            TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    attempt          INTEGER NOT NULL,
    hop              INTEGER NOT NULL,
    bead_fence       BIGINT  NOT NULL,
    lease_owner      TEXT,
    fence            BIGINT  NOT NULL,
    lease_expires_ms BIGINT,
    not_before_ms    BIGINT  NOT NULL,
    wanted           TEXT    NOT NULL,
    reason           TEXT,
    detail           TEXT,
    base_commit      TEXT,
    result_commit    TEXT,
    turns            INTEGER NOT NULL,
    prompt_tokens    BIGINT  NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cost_micros      BIGINT  NOT NULL,
    created_ms       BIGINT  NOT NULL,
    updated_ms       BIGINT  NOT NULL,
    ended_ms         BIGINT
);
CREATE INDEX runs_by_bead ON runs (bead_id, created_ms);
CREATE INDEX runs_open ON runs (not_before_ms) WHERE ended_ms IS NULL;
CREATE INDEX runs_by_project ON runs (project_id, created_ms);
CREATE TABLE run_steps (
    run_id      TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    n           INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    request     TEXT    NOT NULL,
    result      TEXT,
    snapshot    TEXT,
    cost_micros BIGINT  NOT NULL,
    started_ms  BIGINT  NOT NULL,
    ended_ms    BIGINT,
    PRIMARY KEY (run_id, n)
);
-- Messages of people to a run; one joins the next turn, whose step number it then carries. n is
-- their order.
CREATE TABLE run_nudges (
    id         TEXT   PRIMARY KEY,
    run_id     TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    author     TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    step       INTEGER,
    created_ms BIGINT NOT NULL
);
CREATE INDEX run_nudges_waiting ON run_nudges (run_id) WHERE step IS NULL;
CREATE TABLE decisions (
    id             TEXT   PRIMARY KEY,
    project_id     TEXT   NOT NULL,
    bead_id        TEXT,
    run_id         TEXT,
    kind           TEXT   NOT NULL,
    question       TEXT   NOT NULL,
    options        TEXT   NOT NULL,
    recommendation TEXT   NOT NULL,
    requester_id   TEXT   NOT NULL,
    priority       INTEGER NOT NULL,
    status         TEXT   NOT NULL,
    decider_id     TEXT,
    decision       TEXT,
    rationale      TEXT,
    created_ms     BIGINT NOT NULL,
    decided_ms     BIGINT
);
CREATE INDEX decisions_open ON decisions (created_ms) WHERE status = 'open';
CREATE INDEX decisions_by_bead ON decisions (bead_id);
-- One queue per project and branch. candidate is what is pushed once its gate is green.
CREATE TABLE merges (
    id            TEXT    PRIMARY KEY,
    project_id    TEXT    NOT NULL,
    branch        TEXT    NOT NULL,
    run_id        TEXT    NOT NULL,
    step          INTEGER NOT NULL,
    bead_id       TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    tested_base   TEXT    NOT NULL,
    tested_commit TEXT    NOT NULL,
    candidate     TEXT,
    verified      INTEGER NOT NULL,
    detail        TEXT,
    created_ms    BIGINT  NOT NULL,
    updated_ms    BIGINT  NOT NULL
);
CREATE INDEX merges_by_run ON merges (run_id);
CREATE INDEX merges_waiting ON merges (project_id, branch, created_ms) WHERE state = 'queued';
-- Exclusive work on something named, such as a branch: one owner until the lease runs out.
CREATE TABLE leases (
    name       TEXT   PRIMARY KEY,
    owner      TEXT   NOT NULL,
    fence      BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
