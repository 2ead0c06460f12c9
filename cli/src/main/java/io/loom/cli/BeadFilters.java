package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that choose beads from a list.
final class BeadFilters {
  @Option(
      names = {"-s", "--status"},
      description = "Such as open, in_progress, blocked or closed.")
  private @Nullable String status;

  @Option(
      names = {"-t", "--type"},
      description = "Such as task or bug.")
  private @Nullable String type;

  @Option(
      names = {"-a", "--assignee"},
      paramLabel = "WHO",
      description = "Held by this agent or person.")
  private @Nullable String assignee;

  @Option(names = "--unassigned", description = "Held by nobody.")
  private boolean unassigned;

  @Option(
      names = {"-l", "--label"},
      split = ",",
      description = "With all of these labels.")
  private @Nullable List<String> labels;

  @Option(names = "--label-any", split = ",", description = "With one of these labels.")
  private @Nullable List<String> anyLabel;

  @Option(names = "--parent", paramLabel = "BEAD", description = "Parts of this bead.")
  private @Nullable String parent;

  @Mixin private @Nullable ShortP shortP;

  @Option(names = "--all", description = "Closed ones too.")
  private boolean all;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many; with --json 0 is all.")
  private @Nullable Integer limit;

  boolean showsClosed() {
    return all || status != null;
  }

  @Nullable Integer limit() {
    return limit;
  }

  /// How many `bd` would show.
  long limitOr(int usual) {
    int wanted = limit == null ? usual : limit;
    return wanted == 0 ? Long.MAX_VALUE : wanted;
  }

  @Nullable String project() {
    return Objects.requireNonNull(shortP, "picocli makes it").project();
  }

  /// What the server can choose by itself.
  ApiPath with(ApiPath path) {
    return path.with("status", status).with("type", type).with("assigned_to", assignee);
  }

  /// @param bead as the server or as `bd` writes it
  boolean matches(JsonNode bead) {
    var priority = Objects.requireNonNull(shortP, "picocli makes it").priority();
    return (status == null || statuses().contains(text(bead, "status")))
        && (type == null || type.equals(text(bead, "issue_type", "type")))
        && (assignee == null || assignee.equals(text(bead, "assignee", "assigned_to")))
        && (!unassigned || text(bead, "assignee", "assigned_to").isEmpty())
        && (priority == null || priority == bead.path("priority").asInt())
        && (parent == null || parent.equals(IssueShapes.parent(bead)))
        && matchesLabels(bead);
  }

  private Set<String> statuses() {
    return Set.of(String.valueOf(status).toLowerCase(Locale.ROOT).split(","));
  }

  private boolean matchesLabels(JsonNode bead) {
    var has = new HashSet<String>();
    bead.path(bead.has("labels") ? "labels" : "tags").forEach(label -> has.add(label.asText()));
    return (labels == null || has.containsAll(labels))
        && (anyLabel == null || anyLabel.stream().anyMatch(has::contains));
  }
}
