package io.loom.server;

import io.loom.server.agent.AgentFeature;
import io.loom.server.project.ProjectFeature;
import io.loom.server.project.ProjectWork;
import io.loom.server.provider.ProviderConfig;
import io.loom.server.provider.ProviderFeature;
import java.nio.file.Path;
import java.util.List;

/// Projects, their agents, and the models behind those.
public record ProjectFeatures(
    ProviderFeature providers, AgentFeature agents, ProjectFeature projects) {
  /// @param work what a project has to do, as the features above know it
  /// @param roles of the agents that a new project gets; empty means all
  public static ProjectFeatures create(
      Basis basis,
      ProviderConfig providerConfig,
      Path personas,
      ProjectWork work,
      List<String> roles) {
    var database = basis.database();
    var log = basis.log();
    var clock = basis.clock();
    var providers =
        basis
            .parts()
            .add(ProviderFeature.create(providerConfig, database, log, basis.vault(), clock));
    var agents = AgentFeature.create(personas, database, log, clock, basis.ids());
    var projects =
        ProjectFeature.create(database, agents.service(), work, log, clock, basis.ids(), roles);
    return new ProjectFeatures(providers, agents, projects);
  }

  public List<Object> resources() {
    return List.of(
        providers.resource(),
        agents.resource(),
        agents.personaResource(),
        projects.resource(),
        projects.milestoneResource(),
        projects.orgChartResource());
  }
}
