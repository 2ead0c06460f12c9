package io.loom.server.action;

import java.util.List;

/// How an action is written: one description from which models are told and answers are read.
///
/// @param description tells a model when to use it
record ActionSpec(String name, String description, List<Field> fields) {
  ActionSpec {
    fields = List.copyOf(fields);
  }

  static ActionSpec of(String name, String description, Field... fields) {
    return new ActionSpec(name, description, List.of(fields));
  }

  enum Type {
    STRING("string"),
    INTEGER("integer"),
    BOOLEAN("boolean"),
    STRINGS("array");

    private final String schemaName;

    Type(String schemaName) {
      this.schemaName = schemaName;
    }

    String schemaName() {
      return schemaName;
    }
  }

  enum Presence {
    REQUIRED,
    /// Required, but the empty text is a value.
    MAY_BE_EMPTY,
    /// Asked for, and read as a default when a model leaves it out.
    EXPECTED,
    OPTIONAL
  }

  /// @param choices the only values, empty for any
  /// @param synonyms under which other prompts have taught models to write it
  record Field(
      String name,
      Type type,
      Presence presence,
      String description,
      List<String> choices,
      List<String> synonyms) {
    Field {
      choices = List.copyOf(choices);
      synonyms = List.copyOf(synonyms);
    }

    static Field of(String name, Type type, Presence presence, String description) {
      return new Field(name, type, presence, description, List.of(), List.of());
    }

    static Field text(String name, String description) {
      return of(name, Type.STRING, Presence.REQUIRED, description);
    }

    static Field path(String description) {
      return text("path", description).orWritten("file", "file_path", "filename", "file_name");
    }

    Field orWritten(String... names) {
      return new Field(name, type, presence, description, choices, List.of(names));
    }

    Field oneOf(String... values) {
      return new Field(name, type, presence, description, List.of(values), synonyms);
    }

    Field with(Presence newPresence) {
      return new Field(name, type, newPresence, description, choices, synonyms);
    }

    boolean isAskedFor() {
      return presence != Presence.OPTIONAL;
    }
  }
}
