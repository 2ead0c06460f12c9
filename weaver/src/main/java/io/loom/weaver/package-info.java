/// Weavers: isolated, short-lived places where foreign code runs.
///
/// `WeaverPlatform` is the port; `local` makes weavers on this machine. Which weavers are wanted,
/// and for how long, is the server's affair: nothing here knows a database or HTTP.
@NullMarked
package io.loom.weaver;

import org.jspecify.annotations.NullMarked;
