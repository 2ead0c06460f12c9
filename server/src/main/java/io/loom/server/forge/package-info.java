/// Pull requests on forges: GitHub, GitLab, Gitea or Forgejo, and Bitbucket, over their HTTP APIs.
///
/// [io.loom.server.forge.Forge] is the port; [io.loom.server.forge.Forges] finds the one that a
/// project's repository is on. Nothing here knows of runs or beads, and nothing is stored.
@NullMarked
package io.loom.server.forge;

import org.jspecify.annotations.NullMarked;
