/// What operators look at: liveness, readiness, health and the state of the dispatcher.
///
/// Each feature brings a `HealthCheck` for what only it knows; here they are run and worded.
@NullMarked
package io.loom.server.operation;

import org.jspecify.annotations.NullMarked;
