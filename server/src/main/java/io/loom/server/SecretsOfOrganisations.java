package io.loom.server;

import io.loom.server.organisation.OrganisationService;
import io.loom.server.secret.OrganisationMembers;
import io.loom.server.secret.Standing;

/// Who may do what with the secrets of an organisation: its members see which there are, its owners
/// and admins change them.
record SecretsOfOrganisations(OrganisationService organisations) implements OrganisationMembers {
  @Override
  public Standing standing(String organisationId, String userId) {
    var role = organisations.findRole(organisationId, userId);
    if (role.isEmpty()) {
      return Standing.STRANGER;
    }
    return switch (role.get()) {
      case OWNER, ADMIN -> Standing.WRITER;
      case MEMBER -> Standing.READER;
    };
  }
}
