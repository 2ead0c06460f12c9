/// Calls from forges: GitHub tells what happened to a repository, and Loom keeps it as an event.
@NullMarked
package io.loom.server.webhook;

import org.jspecify.annotations.NullMarked;
