-- Work items. doc is the whole JSONL object as text, unknown keys and raw numbers included; the
-- other columns are what is searched, and follow from it or from the lease.
--   blocked     derived: see BeadBlocking
--   hidden      never offered as work
--   search      title and id in small letters, as searches look for them
--   held_since  when it was last blocked or put on hold
--   synced_doc  the line of the file as it was last read or committed
--   holder      the run that has the bead; it is apart from status. fence rises at each take
CREATE TABLE beads (
    id               TEXT    PRIMARY KEY,
    project_id       TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    title            TEXT    NOT NULL,
    search           TEXT    NOT NULL,
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
    held_since_ms    BIGINT,
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
-- Lists: newest first, paged by (created_ms, id). A search reads the index, and only what it finds
-- from the table.
CREATE INDEX beads_by_age ON beads (created_ms, id, search);
CREATE INDEX beads_by_project ON beads (project_id, created_ms, id, search);
CREATE INDEX beads_by_status ON beads (project_id, status, created_ms, id);
CREATE INDEX beads_by_assignee ON beads (assignee, created_ms, id) WHERE assignee IS NOT NULL;
CREATE INDEX beads_by_parent ON beads (parent) WHERE parent IS NOT NULL;
-- The order of bd: priority, then newest.
CREATE INDEX beads_ready ON beads (priority, created_ms DESC, id)
    WHERE status = 'open' AND blocked = 0 AND hidden = 0;
CREATE INDEX beads_ready_in_project ON beads (project_id, priority, created_ms DESC, id)
    WHERE status = 'open' AND blocked = 0 AND hidden = 0;
-- The order of dispatch: priority, then oldest.
CREATE INDEX beads_dispatchable ON beads (priority, created_ms, id)
    WHERE status = 'open' AND blocked = 0 AND hidden = 0 AND hold IS NULL AND holder IS NULL;
CREATE INDEX beads_dispatchable_in_project ON beads (project_id, priority, created_ms, id)
    WHERE status = 'open' AND blocked = 0 AND hidden = 0 AND hold IS NULL AND holder IS NULL;
CREATE INDEX beads_held ON beads (lease_expires_ms) WHERE holder IS NOT NULL;
CREATE INDEX beads_on_hold ON beads (hold) WHERE hold IS NOT NULL;
CREATE INDEX beads_unsynced ON beads (project_id) WHERE revision > synced_revision;
CREATE TABLE bead_edges (
    bead_id    TEXT NOT NULL REFERENCES beads (id) ON DELETE CASCADE,
    depends_on TEXT NOT NULL,
    type       TEXT NOT NULL,
    gate       TEXT NOT NULL,
    PRIMARY KEY (bead_id, depends_on, type)
);
CREATE INDEX bead_edges_back ON bead_edges (depends_on, type);
-- One row. Whoever changes the graph, or a status that others wait for, locks it first: two such
-- changes at once could each miss the other.
CREATE TABLE bead_graph (
    id      INTEGER PRIMARY KEY,
    changes BIGINT  NOT NULL
);
INSERT INTO bead_graph (id, changes) VALUES (1, 0);
