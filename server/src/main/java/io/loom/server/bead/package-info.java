/// Beads: units of work, their graph, and the lease by which one run at a time holds one.
///
/// The truth of a bead is its document, one line of `issues.jsonl`; package `file` has all that is
/// to know about such lines. `BeadRepository`, `BeadLists` and `BeadLeases` are the SQL;
/// `BeadBlocking` keeps the derived column that says whether a bead waits for others. `BeadService`
/// holds the rules, with `BeadEdits` and `BeadSync` behind it.
///
/// Which run gets which bead is decided in `dispatch`; when files are read and committed is decided
/// in `sync`.
@NullMarked
package io.loom.server.bead;

import org.jspecify.annotations.NullMarked;
