package io.loom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say what a bead is, for creating one and for changing one.
final class BeadFields {
  @Option(
      names = {"-t", "--type"},
      description = "Such as task, bug, feature or epic.")
  private @Nullable String type;

  @Mixin private @Nullable ShortP shortP;

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      description = "What is wanted.")
  private @Nullable String description;

  @Option(
      names = {"--description-file", "--body-file"},
      paramLabel = "FILE",
      description = "The same from a file; - is standard input.")
  private @Nullable String descriptionFile;

  @Option(names = "--stdin", hidden = true)
  private boolean fromInput;

  @Option(names = "--design", paramLabel = "TEXT", description = "How it is to be done.")
  private @Nullable String design;

  @Option(
      names = {"--acceptance", "--acceptance-criteria"},
      paramLabel = "TEXT",
      description = "When it is done.")
  private @Nullable String acceptance;

  @Option(names = "--notes", paramLabel = "TEXT", description = "What else there is to say.")
  private @Nullable String notes;

  @Option(names = "--parent", paramLabel = "BEAD", description = "The bead that this is a part of.")
  private @Nullable String parent;

  @Option(
      names = {"-a", "--assignee"},
      paramLabel = "WHO",
      description = "The agent or person.")
  private @Nullable String assignee;

  @Option(
      names = {"-l", "--label", "--labels", "--set-labels"},
      split = ",",
      description = "May be said several times.")
  private @Nullable List<String> labels;

  @Option(
      names = "--blocked-by",
      paramLabel = "BEAD",
      split = ",",
      description = "To be closed first. May be said several times.")
  private @Nullable List<String> blockedBy;

  @Option(
      names = {"-e", "--estimate"},
      paramLabel = "MINUTES",
      description = "How long it takes.")
  private @Nullable Integer estimate;

  @Option(names = "--external-ref", description = "What it is called elsewhere, such as gh-9.")
  private @Nullable String externalRef;

  @Option(names = "--spec-id", description = "The specification that it follows.")
  private @Nullable String specId;

  @Option(names = "--due", paramLabel = "TIME", description = "Such as 2026-09-20 or +2d.")
  private @Nullable String due;

  @Option(names = "--defer", paramLabel = "TIME", description = "Not to be worked on before.")
  private @Nullable String defer;

  @Option(names = "--metadata", paramLabel = "JSON", description = "An object; @FILE reads one.")
  private @Nullable String metadata;

  void putInto(ObjectNode body, Terminal terminal) {
    Bodies.put(body, "type", type);
    Bodies.put(body, "priority", shortP().priority());
    Bodies.put(body, "description", description(terminal));
    Bodies.put(body, "parent", parent);
    Bodies.put(body, "assigned_to", assignee);
    Bodies.put(body, "tags", labels);
    Bodies.put(body, "blocked_by", blockedBy);
    Bodies.put(body, "design", design);
    Bodies.put(body, "acceptance_criteria", acceptance);
    Bodies.put(body, "notes", notes);
    Bodies.put(body, "estimated_time", estimate);
    Bodies.put(body, "external_ref", externalRef);
    Bodies.put(body, "spec_id", specId);
    Bodies.put(body, "due_date", due == null ? null : Moment.parse(due, terminal));
    Bodies.put(body, "defer_until", defer == null ? null : Moment.parse(defer, terminal));
    if (metadata != null) {
      body.set("metadata", metadata(metadata, terminal));
    }
  }

  boolean isDeferred() {
    return defer != null && !defer.isBlank();
  }

  @Nullable String project() {
    return shortP().project();
  }

  private ShortP shortP() {
    return Objects.requireNonNull(shortP, "picocli makes it");
  }

  private static ObjectNode metadata(String text, Terminal terminal) {
    var json = text.startsWith("@") ? Input.text(text.substring(1), terminal.in()) : text;
    if (Json.parse(json).orElse(null) instanceof ObjectNode object) {
      return object;
    }
    throw Failure.usage("--metadata is a JSON object.");
  }

  private @Nullable String description(Terminal terminal) {
    var file = fromInput ? "-" : descriptionFile;
    if (Stream.of(description, descriptionFile, fromInput ? "" : null)
            .filter(Objects::nonNull)
            .count()
        > 1) {
      throw Failure.usage("Give --description or --description-file, not both.");
    }
    return file == null ? description : Input.text(file, terminal.in());
  }
}
