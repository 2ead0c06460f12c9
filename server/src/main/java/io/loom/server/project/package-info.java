/// Projects: git repositories whose beads agents work on, their settings and their readiness.
///
/// `ProjectService` has the rules. What lies in the repository, and whether it can be reached, is
/// found out by the git side, which says so with `setReadiness` and `setHead`; what work a project
/// has is asked through `ProjectWork`.
@NullMarked
package io.loom.server.project;

import org.jspecify.annotations.NullMarked;
