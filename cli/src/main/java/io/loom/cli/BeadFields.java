package io.loom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Failure;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what a bead is, for creating one and for changing one.
final class BeadFields {
  @Option(names = "--type", description = "Such as task, bug, feature or epic.")
  private @Nullable String type;

  @Option(names = "--priority", paramLabel = "P0-P4", description = "P0 is the most urgent.")
  private @Nullable String priority;

  @Option(names = "--description", paramLabel = "TEXT", description = "What is wanted.")
  private @Nullable String description;

  @Option(
      names = "--description-file",
      paramLabel = "FILE",
      description = "The same from a file; - is standard input.")
  private @Nullable String descriptionFile;

  @Option(names = "--parent", paramLabel = "BEAD", description = "The bead that this is a part of.")
  private @Nullable String parent;

  @Option(names = "--assignee", paramLabel = "WHO", description = "The agent or person.")
  private @Nullable String assignee;

  @Option(names = "--label", description = "May be said several times.")
  private @Nullable List<String> labels;

  @Option(
      names = "--blocked-by",
      paramLabel = "BEAD",
      split = ",",
      description = "To be closed first. May be said several times.")
  private @Nullable List<String> blockedBy;

  void putInto(ObjectNode body, InputStream standardInput) {
    Bodies.put(body, "type", type);
    Bodies.put(body, "priority", priority());
    Bodies.put(body, "description", description(standardInput));
    Bodies.put(body, "parent", parent);
    Bodies.put(body, "assigned_to", assignee);
    Bodies.put(body, "tags", labels);
    Bodies.put(body, "blocked_by", blockedBy);
  }

  private @Nullable Integer priority() {
    if (priority == null) {
      return null;
    }
    if (!priority.matches("[pP]?[0-4]")) {
      throw Failure.usage("A priority is one of P0, P1, P2, P3 and P4.");
    }
    return priority.charAt(priority.length() - 1) - '0';
  }

  private @Nullable String description(InputStream standardInput) {
    if (description != null && descriptionFile != null) {
      throw Failure.usage("Give --description or --description-file, not both.");
    }
    return descriptionFile == null ? description : Input.text(descriptionFile, standardInput);
  }
}
