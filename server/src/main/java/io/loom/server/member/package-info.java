/// Which users work on which projects.
///
/// Administrators know of every project, everybody else of those that he is a member of. Whoever
/// makes a project owns it and says who else is in.
@NullMarked
package io.loom.server.member;

import org.jspecify.annotations.NullMarked;
