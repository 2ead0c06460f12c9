package io.loom.server.config;

import io.loom.ground.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The settings under `agents.`
///
/// @param maxConcurrent runs at the same time in this server, of all projects together
/// @param defaultPersonaPath the folder with the personas
/// @param heartbeatInterval between two signs of life of an idle agent
/// @param fileLockTimeout after which a file lock that nobody renews ends
/// @param allowedRoles the roles that get an agent; empty means all
public record AgentsConfig(
    @Default("6") int maxConcurrent,
    @Default("./personas") Path defaultPersonaPath,
    @Default("30s") Duration heartbeatInterval,
    @Default("10m") Duration fileLockTimeout,
    @Default({
          "ceo",
          "project-manager",
          "engineering-manager",
          "code-reviewer",
          "qa",
          "devops-engineer"
        })
        List<String> allowedRoles) {
  public AgentsConfig {
    allowedRoles = List.copyOf(allowedRoles);
    Checks.between("agents.max_concurrent", maxConcurrent, 1, 10_000);
    Checks.positive("agents.heartbeat_interval", heartbeatInterval);
    Checks.positive("agents.file_lock_timeout", fileLockTimeout);
  }
}
