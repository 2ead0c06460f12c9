package io.loom.server.apikey;

import io.loom.api.CreateApiKeyRequest;
import io.loom.ground.http.Invalid;
import io.loom.server.user.Rights;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Request bodies as what the service takes, refused with every field that is wrong.
final class ApiKeyBodies {
  private static final int LONGEST_NAME = 100;
  private static final long LONGEST_LIFE = Duration.ofDays(3_650).toSeconds();

  private ApiKeyBodies() {}

  static NewApiKey check(CreateApiKeyRequest request, String userId) {
    var invalid = new Invalid();
    var name = request.name() == null ? "" : request.name().strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      invalid.add("name", "name has 1 to %d characters".formatted(LONGEST_NAME));
    }
    var permissions = permissions(invalid, request.permissions());
    long life = request.expiresIn() == null ? 0 : request.expiresIn();
    if (life < 0 || life > LONGEST_LIFE) {
      invalid.add(
          "expires_in",
          "expires_in is a number of seconds up to %d; 0 means never".formatted(LONGEST_LIFE));
    }
    invalid.check();
    return new NewApiKey(userId, name, permissions, life == 0 ? null : Duration.ofSeconds(life));
  }

  private static Set<String> permissions(Invalid invalid, @Nullable List<String> wanted) {
    if (wanted == null || wanted.isEmpty() || wanted.contains(null)) {
      invalid.add("permissions", "permissions lists what the key may do, like beads:read");
      return Set.of();
    }
    wanted.stream()
        .filter(permission -> !Rights.isKnown(permission))
        .distinct()
        .limit(10)
        .forEach(it -> invalid.add("permissions", "there is no permission " + shown(it)));
    return Set.copyOf(wanted);
  }

  private static String shown(String text) {
    var clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
  }
}
