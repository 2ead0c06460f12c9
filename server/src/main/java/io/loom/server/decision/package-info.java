/// Questions that people or agents answer: who asks, what may be answered, what was.
///
/// Who waits for an answer looks at `decision.resolved` in the event log, or asks `openFor`.
@NullMarked
package io.loom.server.decision;

import org.jspecify.annotations.NullMarked;
