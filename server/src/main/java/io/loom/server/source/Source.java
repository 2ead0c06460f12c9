package io.loom.server.source;

import io.loom.server.git.CommitFiles;
import io.loom.server.git.History;
import io.loom.server.project.Project;

/// A commit of a project's repository, opened for reading.
record Source(Project project, String commit, CommitFiles files, History history) {}
