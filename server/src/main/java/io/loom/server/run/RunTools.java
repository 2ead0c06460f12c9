package io.loom.server.run;

import io.loom.ground.database.Database;
import io.loom.server.agent.AgentService;
import io.loom.server.agent.PersonaLibrary;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.DecisionService;
import io.loom.server.event.EventLog;
import io.loom.server.gate.Gate;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remotes;
import io.loom.server.merge.MergeService;
import io.loom.server.project.ProjectService;
import io.loom.server.provider.ModelClient;
import io.loom.server.provider.ProviderService;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverPlatform;
import java.time.InstantSource;

/// What workers work with; the same for all of them.
record RunTools(
    Database database,
    RunRepository runs,
    JournalRepository journal,
    RunService service,
    BeadService beads,
    AgentService agents,
    PersonaLibrary personas,
    DecisionService decisions,
    MergeService merges,
    ProjectService projects,
    ProviderService providers,
    ModelClient models,
    WeaverPlatform platform,
    Limits commandLimits,
    Workspaces workspaces,
    Gate gate,
    Mirrors mirrors,
    Remotes remotes,
    EventLog events,
    InstantSource clock,
    RunConfig config) {}
