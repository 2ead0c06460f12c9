package io.loom.server.provider;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A place where models are asked, as registered, and how it was last seen.
///
/// @param configured what people said
/// @param health how it is
/// @param selectedModel the model that Loom took from the provider's list; blank when none was
///   needed or found
/// @param contextWindow of the model in tokens, as the provider's list says, if it does
/// @param hasKey whether the vault has an API key for it
/// @param revision rises with each change of what is configured
public record Provider(
    String id,
    Settings configured,
    Health health,
    String selectedModel,
    @Nullable Integer contextWindow,
    boolean hasKey,
    long revision,
    Instant createdAt,
    Instant updatedAt) {
  /// Tokens that any model in use takes.
  static final int CAREFUL_CONTEXT_WINDOW = 32_768;

  /// What people say about a provider.
  ///
  /// @param endpoint without a slash at its end
  /// @param model blank lets Loom choose one from the provider's list
  /// @param contextWindow in tokens; absent means what the provider says
  /// @param promptPrice micro-dollars for a million tokens
  /// @param completionPrice micro-dollars for a million tokens
  public record Settings(
      String name,
      Type type,
      String endpoint,
      String model,
      String description,
      boolean streaming,
      @Nullable Integer contextWindow,
      long promptPrice,
      long completionPrice) {}

  /// How a provider was last seen.
  ///
  /// @param failures in a row
  /// @param failingSince when the first of them was; absent while it works
  /// @param error what the last failure was, in plain words; absent while it works
  /// @param nextProbeAt when it is looked at again
  public record Health(
      Status status,
      int failures,
      @Nullable Instant failingSince,
      @Nullable Instant lastProbeAt,
      @Nullable Long lastLatencyMs,
      @Nullable String error,
      Instant nextProbeAt) {
    static Health unknown(Instant now) {
      return new Health(Status.PENDING, 0, null, null, null, null, now);
    }

    Health probedAt(Instant next) {
      return new Health(status, failures, failingSince, lastProbeAt, lastLatencyMs, error, next);
    }
  }

  /// The wire names are stored and public: add, never rename.
  public enum Status {
    /// Never reached.
    PENDING,
    /// Reached once.
    ACTIVE,
    HEALTHY,
    /// Failed lately; tried again soon.
    ERROR,
    /// Fails for minutes; tried again now and then.
    FAILED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean isUsable() {
      return this == ACTIVE || this == HEALTHY;
    }
  }

  /// All kinds speak the OpenAI dialect. The wire names are stored and public: add, never rename.
  public enum Type {
    OPENAI,
    ANTHROPIC,
    LOCAL,
    CUSTOM,
    VLLM,
    /// Its endpoint is written without the `/v1` that the dialect has there.
    OLLAMA;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> find(String wireName) {
      return Arrays.stream(values()).filter(type -> type.wireName().equals(wireName)).findFirst();
    }
  }

  static String keyId(String id) {
    return id + "-api-key";
  }

  /// The model that is asked; blank when there is none.
  public String model() {
    return configured.model().isBlank() ? selectedModel : configured.model();
  }

  /// In tokens; a careful guess when nobody says.
  public int effectiveContextWindow() {
    if (configured.contextWindow() != null) {
      return configured.contextWindow();
    }
    return contextWindow == null ? CAREFUL_CONTEXT_WINDOW : contextWindow;
  }

  public boolean isUsable() {
    return health.status().isUsable() && !model().isBlank();
  }

  /// The same provider with what was found out about it.
  Provider found(Health newHealth, String newSelectedModel, @Nullable Integer newContextWindow) {
    return new Provider(
        id,
        configured,
        newHealth,
        newSelectedModel,
        newContextWindow,
        hasKey,
        revision,
        createdAt,
        updatedAt);
  }
}
