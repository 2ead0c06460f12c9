package io.loom.server.secret;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// For whom a secret is.
///
/// @param id of the organisation, project or weaver; holds no slash
public record SecretScope(Kind kind, String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /// Stored and public; never renamed. The later one wins where a weaver may have several secrets
  /// of one name.
  public enum Kind {
    ORG,
    PROJECT,
    WEAVER;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> find(@Nullable String wireName) {
      return Arrays.stream(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
    }
  }

  public SecretScope {
    if (!isId(id)) {
      throw new IllegalArgumentException("no id of a scope");
    }
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// The project, if it is one.
  @Nullable String projectId() {
    return kind == Kind.PROJECT ? id : null;
  }
}
