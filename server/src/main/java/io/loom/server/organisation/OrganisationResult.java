package io.loom.server.organisation;

/// What a change of an organisation or its members comes to.
sealed interface OrganisationResult {
  record Done(Organisation organisation) implements OrganisationResult {}

  record DoneMember(OrganisationMember member) implements OrganisationResult {}

  /// There is none, or the caller may not know of it.
  record NoSuchOrganisation() implements OrganisationResult {}

  record NoSuchUser() implements OrganisationResult {}

  /// @param role what the caller would have to be
  record NotAllowed(OrganisationRole role) implements OrganisationResult {}

  /// It is a user's own, and stays as it is.
  record Personal() implements OrganisationResult {}

  record LastOwner(String username) implements OrganisationResult {}
}
