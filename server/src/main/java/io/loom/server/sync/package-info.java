/// Keeps projects and their repositories together: the mirror and readiness of each project, its
/// beads in and out of git.
@NullMarked
package io.loom.server.sync;

import org.jspecify.annotations.NullMarked;
