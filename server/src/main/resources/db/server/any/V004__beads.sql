-- Work items. doc is the whole JSONL object as text, unknown keys and raw numbers included; the
-- other columns are what is searched, and follow from it or from the lease.
--   blocked  derived: see BeadBlocking
--   holder   the run that has the bead; it is apart from status. fence rises at each take
CREATE TABLE beads (
    id               TEXT    PRIMARY KEY,
    project_id       TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    title            TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    priority         INTEGER NOT NULL,
    type             TEXT    NOT NULL,
    assignee         TEXT,
    parent           TEXT,
    blocked          INTEGER NOT NULL,
    hidden           INTEGER NOT NULL,
    defer_until_ms   BIGINT,
    created_ms       BIGINT  NOT NULL,
    updated_ms       BIGINT  NOT NULL,
    closed_ms        BIGINT,
    doc              TEXT    NOT NULL,
    synced_doc       TEXT,
    context          TEXT    NOT NULL,
    revision         BIGINT  NOT NULL,
    synced_revision  BIGINT  NOT NULL,
    dispatches       INTEGER NOT NULL,
    not_before_ms    BIGINT  NOT NULL,
    hold             TEXT,
    holder           TEXT,
    fence            BIGINT  NOT NULL,
    lease_expires_ms BIGINT,
    verified         TEXT,
    merged_commit    TEXT,
    cost_micros      BIGINT  NOT NULL
);
CREATE INDEX beads_by_project ON beads (project_id, status, priority, created_ms, id);
CREATE INDEX beads_ready ON beads (project_id, priority, created_ms, id)
    WHERE status = 'open' AND blocked = 0 AND hidden = 0;
CREATE INDEX beads_dispatchable ON beads (priority, created_ms, id)
    WHERE status = 'open' AND blocked = 0 AND hidden = 0 AND holder IS NULL;
CREATE INDEX beads_held ON beads (holder) WHERE holder IS NOT NULL;
CREATE INDEX beads_unsynced ON beads (project_id) WHERE revision > synced_revision;
CREATE TABLE bead_edges (
    bead_id    TEXT NOT NULL REFERENCES beads (id) ON DELETE CASCADE,
    depends_on TEXT NOT NULL,
    type       TEXT NOT NULL,
    gate       TEXT NOT NULL,
    PRIMARY KEY (bead_id, depends_on, type)
);
CREATE INDEX bead_edges_back ON bead_edges (depends_on, type);
