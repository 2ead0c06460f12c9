package io.loom.server.secret;

import io.loom.server.secret.SecretScope.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a secret is handed to: a run or a weaver, by what it belongs to. It gets the secrets of
/// these scopes and of no other.
///
/// @param organisationId whose members it works for
/// @param projectId of the repository that it works on
public record SecretHolder(
    @Nullable String organisationId, @Nullable String projectId, @Nullable String weaverId) {
  /// From the widest to the narrowest.
  List<SecretScope> scopes() {
    var scopes = new ArrayList<SecretScope>();
    add(scopes, Kind.ORG, organisationId);
    add(scopes, Kind.PROJECT, projectId);
    add(scopes, Kind.WEAVER, weaverId);
    return List.copyOf(scopes);
  }

  private static void add(List<SecretScope> scopes, Kind kind, @Nullable String id) {
    if (id != null) {
      scopes.add(new SecretScope(kind, id));
    }
  }
}
