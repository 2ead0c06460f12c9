/// `loom bench`: how fast beads reach agents, and how fast they are listed and changed over HTTP.
///
/// `BenchWorld` puts the server's real parts together on a fresh database, with projects, agents
/// and beads from `BeadGraph`, but without workers: `RunDriver` ends runs in their place.
/// `ReadyToLeased`, `LeaseRate` and `BeadRequests` measure, `Report` says on what and against which
/// bars. No measurement fails: a missed bar is printed.
@NullMarked
package io.loom.bench.dispatch;

import org.jspecify.annotations.NullMarked;
