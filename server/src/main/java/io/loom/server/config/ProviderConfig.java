package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import io.loom.ground.config.FromVariable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One entry of `providers`: a provider that an empty database starts with. Registering it over the
/// API is the better way, since the key then stays in the vault.
///
/// @param name what people see; without one, the id
/// @param apiKey only as `${NAME}`
/// @param model used where nothing names another
public record ProviderConfig(
    String id,
    @Nullable String name,
    @Default("openai") String type,
    URI endpoint,
    @FromVariable @Nullable Secret apiKey,
    @Nullable String model,
    @Default("true") boolean enabled) {
  public ProviderConfig {
    Checks.notBlank("providers.id", id);
    var scheme = endpoint.getScheme();
    if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "providers.endpoint is no http:// or https:// address; write http://localhost:8090/v1");
    }
    if (endpoint.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "providers.endpoint holds a user or password; put the key in api_key: ${NAME}");
    }
  }

  /// What people see.
  public String displayName() {
    return name == null ? id : name;
  }
}
