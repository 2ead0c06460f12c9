package io.loom.server.organisation;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.util.Map;

/// What the API of organisations refuses with.
final class OrganisationProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("organisation-not-found", 404, "No such organisation");
  private static final ProblemType PERSONAL =
      new ProblemType("organisation-personal", 409, "The organisation is somebody's own");
  private static final ProblemType LAST_OWNER =
      new ProblemType("last-owner", 409, "An organisation has an owner");

  private OrganisationProblems() {}

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no organisation %s.".formatted(id), Map.of());
  }

  static ProblemException personal() {
    return PERSONAL.because(
        "A personal organisation comes and goes with its user and has no other members.", Map.of());
  }

  static ProblemException lastOwner(String username) {
    return LAST_OWNER.because(
        "%s is the only owner; name another one first.".formatted(username), Map.of());
  }

  static ProblemException notAllowed(OrganisationRole role) {
    return HttpProblems.FORBIDDEN.because(
        "You have to be %s of the organisation for this."
            .formatted(role == OrganisationRole.OWNER ? "an owner" : "an owner or admin"),
        Map.of("role", role.wireName()));
  }
}
