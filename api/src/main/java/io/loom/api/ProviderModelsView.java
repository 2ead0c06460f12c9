package io.loom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The models that a provider offers.
public record ProviderModelsView(List<Model> models) {
  public ProviderModelsView {
    models = List.copyOf(models);
  }

  /// @param object always `model`
  /// @param created in seconds since 1970, 0 when the provider does not say
  /// @param maxModelLen the context window in tokens, if the provider says it
  public record Model(
      String id, String object, long created, String ownedBy, @Nullable Integer maxModelLen) {}
}
