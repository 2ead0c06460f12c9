package io.loom.server.secret;

/// What users are to organisations, as the feature of organisations knows it.
@FunctionalInterface
public interface OrganisationMembers {
  /// Nobody belongs to any organisation.
  OrganisationMembers NONE = (_, _) -> Standing.STRANGER;

  Standing standing(String organisationId, String userId);
}
