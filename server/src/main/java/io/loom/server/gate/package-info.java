/// The gate: proof that a commit builds and passes the project's own tests, in a weaver of its own.
///
/// Used by runs when an agent says that it is done, and by the merge queue when the branch moved.
@NullMarked
package io.loom.server.gate;

import org.jspecify.annotations.NullMarked;
