/// Dispatch: which agent gets which bead.
///
/// `DispatchSnapshot` is the world in one read, `DispatchPlanner` decides from it alone,
/// `DispatchLoop` carries the plan out: woken by commits, with a timer as the safety net. What a
/// run then does is in `run`.
@NullMarked
package io.loom.server.dispatch;

import org.jspecify.annotations.NullMarked;
