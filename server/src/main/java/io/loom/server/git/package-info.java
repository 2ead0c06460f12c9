/// Git as the server uses it: one bare mirror per project, and what is built on it.
///
/// `Git` runs the program, `Mirror` is one project's repository, `Mirrors` knows them all,
/// `BranchLeases` lets one writer at a time change a branch. The server runs git in mirrors and in
/// folders that no agent has seen yet, never in a workspace that one could write to.
@NullMarked
package io.loom.server.git;

import org.jspecify.annotations.NullMarked;
