/// Tests of what is shipped: real servers, real git repositories and a scripted model, each a
/// process of its own, seen only through HTTP, git and the process table.
///
/// `make build` makes what they start. The other classes of this package are what a test works
/// with; each owns the process or connection that it is named after.
@NullMarked
package io.loom.acceptance;

import org.jspecify.annotations.NullMarked;
