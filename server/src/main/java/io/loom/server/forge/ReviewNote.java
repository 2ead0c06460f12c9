package io.loom.server.forge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that was said about a pull request.
///
/// @param id the same each time it is read; no two notes of a pull request share one
/// @param author by the name there
/// @param path of the file that it is about; absent when it is about the whole
/// @param line in that file, 0 when it is not known
/// @param trusted whether the author may direct the work: on a public repository anybody may speak
public record ReviewNote(
    String id,
    Kind kind,
    String author,
    String text,
    @Nullable String path,
    int line,
    Instant at,
    boolean trusted) {
  /// Begins the invisible mark of what Loom itself wrote.
  public static final String OWN_MARK = "<!-- loom";

  private static final int LONGEST = 8_000;

  /// What it asks for.
  public enum Kind {
    COMMENT,
    CHANGES_REQUESTED,
    APPROVED
  }

  public ReviewNote {
    text = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /// Whether Loom wrote it.
  public boolean isOwn() {
    return text.contains(OWN_MARK);
  }
}
