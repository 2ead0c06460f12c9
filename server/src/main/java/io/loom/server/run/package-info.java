/// Runs: one agent's work on one bead, kept as a journal that any server can continue.
///
/// `RunPlanner` is pure: from the journal it says what comes next. `RunWorker` does it on a virtual
/// thread, storing each step as `started` before and `done` after, under the run's lease. `RunLoop`
/// gives open runs to workers. `RunService` opens runs and lets people pause, stop and nudge them.
/// Which bead goes to whom is decided in `dispatch`; what merges, in `merge`.
@NullMarked
package io.loom.server.run;

import org.jspecify.annotations.NullMarked;
