package io.loom.server.route;

import static io.loom.server.route.Route.global;
import static io.loom.server.route.Route.list;
import static io.loom.server.route.Route.object;

import java.util.List;
import java.util.stream.Stream;

/// The table of routes. A route that is not here fails the test of the table.
final class Routes {
  private static final String BEADS = "/api/v1/beads";
  private static final String BEAD = "/api/v1/beads/{bead}";
  private static final String PROJECT = "/api/v1/projects/{project}";
  private static final String AGENT = "/api/v1/agents/{agent}";
  private static final String DECISION = "/api/v1/decisions/{decision}";
  private static final String RUN = "/api/v1/runs/{run}";
  private static final String PULL = "/api/v1/pull-requests/{pull}";
  private static final String SECRET = "/api/v1/secrets/project/{project}/{secret}";

  private Routes() {}

  static List<Route> all() {
    return Stream.of(
            beads(),
            projects(),
            sources(),
            agents(),
            decisions(),
            runs(),
            secrets(),
            pullRequests(),
            others())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Route> beads() {
    var make = "{\"project_id\":\"%s\",\"title\":\"t\"%s}";
    return List.of(
        list(BEADS, "beads:read"),
        list(BEADS + "?limit=5", "beads:read"),
        list(BEADS + "?q=zebra", "beads:read"),
        list(BEADS + "?project_id={project}", "beads:read"),
        list(BEADS + "/ready", "beads:read"),
        list("/api/v1/work-graph", "beads:read"),
        list("/api/v1/work-graph?project_id={project}", "beads:read"),
        object("POST", BEADS, "beads:write").with(make.formatted("{project}", "")).refused(),
        object("POST", BEADS, "beads:write")
            .with(make.formatted("{home}", ",\"parent\":\"{bead}\""))
            .refused(),
        object("POST", BEADS, "beads:write")
            .with(make.formatted("{home}", ",\"blocked_by\":[\"{bead}\"]"))
            .refused(),
        object("POST", BEADS, "beads:write")
            .with(make.formatted("{home}", ",\"related_to\":[\"{bead}\"]"))
            .refused(),
        object("GET", BEAD, "beads:read"),
        object("PATCH", BEAD, "beads:write").with("{\"title\":\"new\"}"),
        object("PATCH", BEADS + "/{homeBead}", "beads:write")
            .with("{\"blocked_by\":[\"{bead}\"]}")
            .refused(),
        object("PATCH", BEADS + "/{homeBead}", "beads:write")
            .with("{\"parent\":\"{bead}\"}")
            .refused(),
        object("PATCH", BEADS + "/{homeBead}", "beads:write").with("{\"blocks\":[\"{bead}\"]}"),
        object("PATCH", BEADS + "/{homeBead}", "beads:write").with("{\"children\":[\"{bead}\"]}"),
        object("POST", BEAD + "/claim", "beads:write").with("{\"agent_id\":\"ada\"}"),
        object("POST", BEAD + "/close", "beads:write").with("{\"force\":true}"),
        object("POST", BEAD + "/reopen", "beads:write"),
        object("POST", BEAD + "/redispatch", "beads:write"),
        object("GET", BEAD + "/comments", "beads:read"),
        object("POST", BEAD + "/comments", "beads:write").with("{\"content\":\"c\"}"),
        object("POST", BEAD + "/dependencies", "beads:write")
            .with("{\"depends_on\":\"{homeBead}\"}"),
        object("POST", BEADS + "/{homeBead}/dependencies", "beads:write")
            .with("{\"depends_on\":\"{bead}\"}")
            .refused(),
        object("DELETE", BEAD + "/dependencies?depends_on={homeBead}", "beads:write"),
        object("GET", PROJECT + "/beads/export", "beads:read"),
        object("POST", PROJECT + "/beads/import", "beads:write")
            .with("{\"id\":\"{project}-new\",\"title\":\"t\"}"));
  }

  private static List<Route> projects() {
    return List.of(
        list("/api/v1/projects", "projects:read"),
        global("POST", "/api/v1/projects", "projects:write"),
        object("GET", PROJECT, "projects:read"),
        object("PUT", PROJECT, "projects:write").with("{\"name\":\"new\"}"),
        object("DELETE", PROJECT + "?force", "projects:delete")
            .orMaker("projects:write")
            .answers("user", 403),
        object("POST", PROJECT + "/close", "projects:write"),
        object("POST", PROJECT + "/reopen", "projects:write").answers("*", 409),
        object("GET", PROJECT + "/comments", "projects:read"),
        object("POST", PROJECT + "/comments", "projects:write").with("{\"comment\":\"c\"}"),
        object("GET", PROJECT + "/state", "projects:read"),
        object("POST", PROJECT + "/check", "projects:write"),
        object("GET", PROJECT + "/git-key", "projects:read").answers("*", 400),
        object("POST", PROJECT + "/git-key", "projects:write").answers("*", 400),
        object("GET", PROJECT + "/host-keys", "projects:read"),
        object("DELETE", PROJECT + "/host-keys", "projects:write"),
        object("POST", PROJECT + "/agents", "projects:write")
            .with("{\"agent_id\":\"{homeAgent}\"}"),
        object("POST", "/api/v1/projects/{home}/agents", "projects:write")
            .with("{\"agent_id\":\"{agent}\"}")
            .refused(),
        object("POST", "/api/v1/projects/{home}/agents", "projects:write")
            .with("{\"agent_id\":\"{agent}\",\"action\":\"unassign\"}")
            .refused()
            .answers("admin", 400),
        object("GET", PROJECT + "/members", "projects:read"),
        object("PUT", PROJECT + "/members/admin", "projects:write").answers("user", 403),
        object("DELETE", PROJECT + "/members/admin", "projects:read")
            .answers("*", 403)
            .answers("admin", 404));
  }

  /// Projects of this test were never fetched.
  private static List<Route> sources() {
    var git = "/api/v1/projects/git/%s?project_id={project}";
    return List.of(
        object("GET", PROJECT + "/milestones", "projects:read"),
        object("POST", PROJECT + "/milestones", "projects:write").with("{\"name\":\"m\"}"),
        object("GET", PROJECT + "/milestones/{milestone}", "projects:read"),
        object("PUT", PROJECT + "/milestones/{milestone}", "projects:write")
            .with("{\"name\":\"m\"}"),
        object("PATCH", PROJECT + "/milestones/{milestone}", "projects:write")
            .with("{\"name\":\"m\"}"),
        object("DELETE", PROJECT + "/milestones/{milestone}", "projects:write"),
        object("GET", "/api/v1/org-charts/{project}", "projects:read"),
        object("GET", PROJECT + "/files/read?path=x", "projects:read").answers("*", 409),
        object("GET", PROJECT + "/files/tree", "projects:read").answers("*", 409),
        object("GET", PROJECT + "/files/search?query=x", "projects:read").answers("*", 409),
        object("POST", PROJECT + "/files/patch", "projects:write")
            .with("{\"patch\":\"x\"}")
            .answers("*", 409),
        object("GET", PROJECT + "/git/log", "projects:read").answers("*", 409),
        object("GET", PROJECT + "/git/diff", "projects:read").answers("*", 409),
        object("GET", PROJECT + "/git/branches", "projects:read").answers("*", 409),
        object("GET", PROJECT + "/git/commits/1234567", "projects:read").answers("*", 409),
        object("GET", git.formatted("status"), "projects:read"),
        object("POST", git.formatted("sync"), "projects:write").answers("*", 409),
        object("POST", git.formatted("commit"), "projects:write")
            .with("{\"message\":\"m\"}")
            .answers("*", 409),
        object("POST", git.formatted("push"), "projects:write").answers("*", 409));
  }

  private static List<Route> agents() {
    return List.of(
        list("/api/v1/agents", "agents:read"),
        list("/api/v1/agents?project_id={project}", "agents:read"),
        object("POST", "/api/v1/agents", "agents:write")
            .with("{\"project_id\":\"{project}\",\"persona_name\":\"default/worker\"}")
            .refused(),
        object("GET", AGENT, "agents:read"),
        object("PUT", AGENT, "agents:write").with("{\"name\":\"new\"}"),
        object("DELETE", AGENT, "agents:delete").orMaker("agents:write").answers("user", 403),
        object("POST", AGENT + "/clone", "agents:write")
            .with("{\"new_persona_name\":\"mine\",\"replace\":false}"),
        object("GET", "/api/v1/personas/projects/{project}/worker/{persona}", "agents:read"),
        object("PUT", "/api/v1/personas/projects/{project}/worker/{persona}", "agents:write")
            .with("{\"tone\":\"calm\"}"),
        global("GET", "/api/v1/personas", "agents:read"),
        global("GET", "/api/v1/personas/worker", "agents:read"),
        global("GET", "/api/v1/personas/default/worker", "agents:read"),
        global("PUT", "/api/v1/personas/default/worker", "agents:admin"));
  }

  private static List<Route> decisions() {
    var ask = "{\"project_id\":\"%s\",\"question\":\"?\"%s}";
    return List.of(
        list("/api/v1/decisions", "decisions:read"),
        list("/api/v1/decisions?status=open", "decisions:read"),
        object("POST", "/api/v1/decisions", "decisions:write")
            .with(ask.formatted("{project}", ""))
            .refused(),
        object("POST", "/api/v1/decisions", "decisions:write")
            .with(ask.formatted("{home}", ",\"parent\":\"{bead}\""))
            .refused(),
        object("GET", DECISION, "decisions:read"),
        object("POST", DECISION + "/decide", "decisions:write").with("{\"decision\":\"yes\"}"));
  }

  private static List<Route> runs() {
    return List.of(
        list("/api/v1/runs", "beads:read"),
        list("/api/v1/runs?bead_id={workedBead}", "beads:read"),
        list("/api/v1/runs?project_id={project}&open=true", "beads:read"),
        object("GET", RUN, "beads:read"),
        object("GET", RUN + "/steps", "beads:read"),
        object("POST", RUN + "/pause", "beads:write"),
        object("POST", RUN + "/resume", "beads:write").answers("*", 409),
        object("POST", RUN + "/stop", "beads:write"),
        object("POST", RUN + "/nudge", "beads:write").with("{\"text\":\"hurry\"}"));
  }

  private static List<Route> pullRequests() {
    return List.of(
        object("GET", "/api/v1/pull-requests?project_id={project}", "projects:read"),
        object("GET", PROJECT + "/pull-requests", "projects:read"),
        object("GET", PULL, "projects:read"),
        object("GET", PULL + "/notes", "projects:read").answers("*", 409),
        object("POST", PULL + "/refresh", "projects:write").answers("*", 409),
        object("POST", PULL + "/merge", "projects:write")
            .with("{\"method\":\"squash\"}")
            .answers("*", 409),
        object("POST", PULL + "/close", "projects:write").answers("*", 409));
  }

  private static List<Route> secrets() {
    return List.of(
        list("/api/v1/secrets", "secrets:read"),
        object("POST", "/api/v1/secrets", "secrets:write")
            .with(
                "{\"scope\":\"project\",\"scope_id\":\"{project}\",\"name\":\"NEW\","
                    + "\"value\":\"v\"}"),
        object("GET", SECRET, "secrets:read"),
        object("GET", SECRET + "/versions", "secrets:read"),
        object("PUT", SECRET, "secrets:write").with("{\"value\":\"new\"}"),
        object("DELETE", SECRET, "secrets:delete"),
        object("POST", SECRET + "/reveal", "secrets:read"));
  }

  private static List<Route> others() {
    return List.of(
        list("/api/v1/events", "events:read"),
        list("/api/v1/events?project_id={project}", "events:read"),
        list("/api/v1/events/stream?last_event_id=0", "events:read"),
        global("GET", "/api/v1/events/stats", "events:read"),
        list("/api/v1/system/status", "projects:read"),
        global("GET", "/health", "public"),
        global("GET", "/health/live", "public"),
        global("GET", "/health/ready", "public"),
        global("GET", "/api/v1/health", "public"),
        global("GET", "/api/v1/providers", "providers:read"),
        global("POST", "/api/v1/providers", "providers:write"),
        global("GET", "/api/v1/providers/none", "providers:read"),
        global("PUT", "/api/v1/providers/none", "providers:write"),
        global("DELETE", "/api/v1/providers/none", "providers:delete"),
        global("GET", "/api/v1/providers/none/models", "providers:read"),
        global("POST", "/api/v1/auth/login", "public"),
        global("POST", "/api/v1/auth/refresh", "signed-in"),
        global("POST", "/api/v1/auth/logout", "held-back"),
        global("GET", "/api/v1/auth/me", "held-back"),
        global("POST", "/api/v1/auth/change-password", "held-back"),
        global("GET", "/api/v1/auth/csrf", "held-back"),
        global("POST", "/api/v1/auth/tickets", "signed-in"),
        global("GET", "/api/v1/auth/sessions", "signed-in"),
        global("DELETE", "/api/v1/auth/sessions/none", "signed-in"),
        global("GET", "/api/v1/auth/users", "system:admin"),
        global("POST", "/api/v1/auth/users", "system:admin"),
        global("GET", "/api/v1/auth/users/none", "system:admin"),
        global("PATCH", "/api/v1/auth/users/none", "system:admin"),
        global("DELETE", "/api/v1/auth/users/none", "system:admin"),
        global("GET", "/api/v1/auth/api-keys", "signed-in"),
        global("POST", "/api/v1/auth/api-keys", "signed-in"),
        global("DELETE", "/api/v1/auth/api-keys/none", "signed-in"),
        global("GET", "/api/v1/auth/sso", "public"),
        global("GET", "/api/v1/auth/sso/login", "public"),
        global("GET", "/api/v1/auth/sso/callback", "public"),
        global("POST", "/api/v1/auth/device/start", "public"),
        global("POST", "/api/v1/auth/device/poll", "public"),
        global("POST", "/api/v1/auth/device/inspect", "signed-in"),
        global("POST", "/api/v1/auth/device/complete", "signed-in"),
        global("GET", "/device", "public"),
        global("GET", "/device/device.js", "public"),
        global("GET", "/device/device.css", "public"),
        global("GET", "/api/v1/organisations", "projects:read"),
        global("POST", "/api/v1/organisations", "projects:write"),
        global("GET", "/api/v1/organisations/none", "projects:read"),
        global("PATCH", "/api/v1/organisations/none", "projects:write"),
        global("DELETE", "/api/v1/organisations/none", "projects:write"),
        global("GET", "/api/v1/organisations/none/members", "projects:read"),
        global("PUT", "/api/v1/organisations/none/members/admin", "projects:write"),
        global("DELETE", "/api/v1/organisations/none/members/admin", "projects:read"),
        global("POST", "/api/v1/webhooks/github", "public"),
        global("POST", "/api/v1/webhooks/gitlab", "public"),
        global("POST", "/api/v1/webhooks/gitea", "public"),
        global("GET", "/api/openapi.yaml", "public"),
        global("GET", "/api/openapi.json", "public"),
        global("GET", "/metrics", "system:admin"),
        global("GET", "/api/v1/audit", "audit:read"),
        global("GET", "/api/v1/audit/export", "audit:read"),
        global("GET", "/api/v1/audit/verify", "audit:admin"),
        global("GET", "/api/v1/system/vault", "system:admin"),
        global("POST", "/api/v1/system/vault/rotate", "system:admin"),
        global("POST", "/api/v1/system/vault/password", "system:admin"));
  }
}
