package io.loom.server.gate;

import io.loom.server.action.ProjectCommands;
import io.loom.server.project.Project;
import io.loom.weaver.Egress;
import java.util.Arrays;

/// What a project says about its weavers, in the types that weavers are made of.
public final class ProjectSettings {
  private ProjectSettings() {}

  /// The commands that it sets itself; what it does not set may be detected.
  public static ProjectCommands commands(Project project) {
    return new ProjectCommands(
        project.setting(Project.BUILD_COMMAND),
        project.setting(Project.TEST_COMMAND),
        project.setting(Project.SETUP_COMMAND));
  }

  public static Egress egress(Project project) {
    var hosts =
        Arrays.stream(project.setting(Project.EGRESS).split(",", -1))
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .toList();
    return hosts.isEmpty() ? new Egress.None() : new Egress.AllowList(hosts);
  }
}
