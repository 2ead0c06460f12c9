/// What people see and change of a project's repository: its files and its history, read from the
/// commits of the bare mirror, and patches and the base worktree, whose commits are pushed.
///
/// Nothing here reads a folder that foreign code can write, and agents come by their workspaces
/// only.
@NullMarked
package io.loom.server.source;

import org.jspecify.annotations.NullMarked;
