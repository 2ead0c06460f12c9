/// HTTP for Loom's programs: Jetty's core below, JAX-RS resources and plain handlers above.
///
/// `WebServer` listens and routes, `PermissionFilter` refuses what the caller may not do,
/// `ProblemMapper` words every error. What a route means is in the feature that brings it.
@NullMarked
package io.loom.ground.http;

import org.jspecify.annotations.NullMarked;
