package io.loom.server.bead.file;

import java.util.Collection;
import java.util.List;

/// Which program's database is the truth of a project's beads; it follows from what is in `.beads`.
public sealed interface BeadEra {
  /// The file `issues.jsonl` is the truth, and Loom may write it.
  record FileOnly() implements BeadEra {}

  /// An old `bd` keeps a cache in SQLite; the file is still what travels, and Loom may write it.
  record Sqlite() implements BeadEra {}

  /// A Dolt database is the truth, and the file at most a copy of it that may be stale.
  ///
  /// @param because what says so
  record Dolt(String because) implements BeadEra {}

  /// The beads are in another folder.
  record Redirect(String target) implements BeadEra {}

  /// There are no beads yet.
  record None() implements BeadEra {}

  /// Whether a change of the file is a change of the beads.
  default boolean isFileTruth() {
    return switch (this) {
      case FileOnly _, Sqlite _, None _ -> true;
      case Dolt _, Redirect _ -> false;
    };
  }

  /// @param paths of files in the folder, relative to it
  /// @param metadata the text of `metadata.json`, empty if there is none
  /// @param redirect the text of `redirect`, empty if there is none
  static BeadEra of(Collection<String> paths, String metadata, String redirect) {
    if (!redirect.isBlank()) {
      return new Redirect(redirect.strip());
    }
    for (var folder : List.of("embeddeddolt", "dolt", "proxieddb")) {
      if (paths.stream().anyMatch(path -> path.equals(folder) || path.startsWith(folder + "/"))) {
        return new Dolt("There is a folder %s.".formatted(folder));
      }
    }
    var settings = settings(metadata);
    if (!settings.text("dolt_mode").isEmpty()) {
      return new Dolt("metadata.json has dolt_mode %s.".formatted(settings.text("dolt_mode")));
    }
    if (settings.text("backend").equals("dolt")) {
      return new Dolt("metadata.json has backend dolt.");
    }
    if (paths.contains("beads.db")) {
      return new Sqlite();
    }
    return paths.contains("issues.jsonl") ? new FileOnly() : new None();
  }

  private static BeadDocument settings(String metadata) {
    try {
      return BeadDocument.parse(metadata);
    } catch (IllegalArgumentException _) {
      return BeadDocument.parse("{}");
    }
  }
}
