package io.loom.server.pullrequest;

import io.loom.server.bead.BeadService;
import io.loom.server.forge.Forges;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.merge.MergeTargets;
import io.loom.server.project.ProjectService;
import java.time.InstantSource;

/// What pull requests are worked on with.
record PullRequestTools(
    PullRequestService service,
    ProjectService projects,
    BeadService beads,
    Forges forges,
    MergeTargets targets,
    Mirrors mirrors,
    GitConfig gitConfig,
    Waiting waiting,
    InstantSource clock) {}
