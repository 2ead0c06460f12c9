package io.loom.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What `POST /providers` and `PUT /providers/{id}` take. A field that is absent keeps its value,
/// or gets its default when the provider is new.
///
/// @param id names the provider; a `PUT` has it in its path
/// @param type `openai` (TokenHub too), `anthropic`, `local`, `custom`, `vllm` or `ollama`
/// @param endpoint such as `http://localhost:8090/v1`; the `/v1` is appended when it is missing
/// @param apiKey kept in the vault and never shown; empty removes it
/// @param model empty lets Loom take one from the provider's list
/// @param contextWindow in tokens; 0 takes what the provider says
/// @param costPerMtoken dollars for a million tokens of any kind
public record ProviderRequest(
    @Nullable String id,
    @Nullable String name,
    @Nullable String type,
    @Nullable String endpoint,
    @Nullable String apiKey,
    @Nullable String model,
    @Nullable String description,
    @Nullable Boolean supportsStreaming,
    @Nullable Integer contextWindow,
    @Nullable BigDecimal promptUsdPerMtoken,
    @Nullable BigDecimal completionUsdPerMtoken,
    @Nullable BigDecimal costPerMtoken) {
  /// Leaves the key out, for logs.
  @Override
  public String toString() {
    return "ProviderRequest[id=%s, type=%s, endpoint=%s, model=%s]"
        .formatted(id, type, endpoint, model);
  }
}
