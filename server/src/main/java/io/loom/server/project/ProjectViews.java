package io.loom.server.project;

import io.loom.api.ProjectCommentView;
import io.loom.api.ProjectStateView;
import io.loom.api.ProjectView;
import io.loom.api.ReadinessIssueView;
import io.loom.server.milestone.Milestone;
import io.loom.server.milestone.MilestoneViews;
import java.util.List;

/// Projects as the API shows them.
final class ProjectViews {
  private static final String SCHEMA_VERSION = "1.0";

  private ProjectViews() {}

  static ProjectView view(
      Project project,
      List<ProjectComment> comments,
      List<String> agents,
      List<Milestone> milestones,
      String workDir) {
    var options = project.options();
    return new ProjectView(
        project.id(),
        project.name(),
        project.gitRepo(),
        project.branch(),
        project.beadsPath(),
        project.beadPrefix(),
        project.context(),
        project.status().wireName(),
        project.isPerpetual(),
        project.isSticky(),
        comments.stream().map(ProjectViews::view).toList(),
        project.createdAt(),
        project.updatedAt(),
        project.closedAt(),
        agents,
        project.gitStrategy().wireName(),
        project.gitAuthMethod().wireName(),
        project.git().credentialId(),
        project.git().options(),
        project.headCommit(),
        project.beadsBranch(),
        project.readiness().ready(),
        issues(project),
        options.parentId(),
        options.dueDate(),
        milestones.stream().map(MilestoneViews::view).toList(),
        ProtectedBranches.of(project).patterns(),
        workDir.isEmpty() ? null : workDir,
        project.syncedAt(),
        SCHEMA_VERSION,
        options.attributes());
  }

  static ProjectStateView state(Project project, long openBeads, int comments) {
    return new ProjectStateView(
        project.id(),
        project.name(),
        project.status().wireName(),
        project.isPerpetual(),
        project.isSticky(),
        openBeads,
        project.isOpen() && !project.isPerpetual() && openBeads == 0,
        project.readiness().ready(),
        project.readiness().issues().stream().map(ReadinessIssue::message).toList(),
        issues(project),
        project.readiness().checkedAt(),
        project.createdAt(),
        project.updatedAt(),
        project.closedAt(),
        comments);
  }

  static ProjectCommentView view(ProjectComment comment) {
    return new ProjectCommentView(
        comment.id(),
        comment.projectId(),
        comment.authorId(),
        comment.comment(),
        comment.createdAt());
  }

  private static List<ReadinessIssueView> issues(Project project) {
    return project.readiness().issues().stream()
        .map(issue ->
            new ReadinessIssueView(issue.code(), issue.message(), issue.remedy(), issue.blocking()))
        .toList();
  }
}
