package io.loom.server.secret;

import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;

/// Who may do what with the secrets of a scope, besides the permission that the route asks for.
record SecretAccess(OrganisationMembers members) {
  Standing standing(Caller caller, SecretScope scope) {
    if (caller.reach() instanceof Reach.Everything) {
      return Standing.WRITER;
    }
    return switch (scope.kind()) {
      case ORG -> members.standing(scope.id(), caller.id());
      case PROJECT -> caller.reach().includes(scope.id()) ? Standing.WRITER : Standing.STRANGER;
      // No weaver has an owner yet, so its secrets are the administrator's affair.
      case WEAVER -> Standing.STRANGER;
    };
  }
}
