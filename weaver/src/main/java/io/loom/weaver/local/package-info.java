/// Weavers on this machine: each command runs in a fresh sandbox of Linux namespaces.
///
/// `LocalPlatform` is the door. A `Layout` says what the inside looks like, an `Isolator` builds a
/// sandbox of that shape (bubblewrap, else util-linux), `Launcher` starts it so that it cannot
/// outlive the server, `ControlGroups` holds it to its limits, and `EgressProxy` is its only way
/// out.
@NullMarked
package io.loom.weaver.local;

import org.jspecify.annotations.NullMarked;
