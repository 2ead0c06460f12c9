/// What happened: one log of events, written in the transaction of each change, and its readers.
///
/// `EventLog` appends, `EventTail` follows the log after each commit, `EventStreamHandler` is the
/// SSE face, `EventBus` wakes the loops of this server. Readers elsewhere keep a sequence number.
@NullMarked
package io.loom.server.event;

import org.jspecify.annotations.NullMarked;
