package io.loom.server.bead;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.Invalid;
import java.util.Map;

/// What the bead API refuses with.
final class BeadProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("bead-not-found", 404, "No such bead");
  private static final ProblemType HELD =
      new ProblemType("bead-held", 409, "Somebody else has the bead");
  private static final ProblemType NOT_CLAIMABLE =
      new ProblemType("bead-not-claimable", 409, "The bead is not open for work");
  private static final ProblemType REFUSED =
      new ProblemType("bead-refused", 409, "The bead is not in a state for this");

  private static final ProblemType NO_PROJECT =
      new ProblemType("project-not-found", 404, "No such project");

  private BeadProblems() {}

  static ProblemException noProject(String id) {
    return NO_PROJECT.because("There is no project %s.".formatted(id), Map.of());
  }

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no bead %s.".formatted(id), Map.of());
  }

  /// The bead of a change that was made.
  static Bead require(BeadResult result) {
    return switch (result) {
      case BeadResult.Done(var bead) -> bead;
      case BeadResult.NoSuchBead(var id) -> throw notFound(id);
      case BeadResult.Invalid(var field, var detail) -> throw Invalid.field(field, detail);
      case BeadResult.Refused(var detail) -> throw REFUSED.because(detail, Map.of());
    };
  }

  static Bead require(ClaimResult result, String id) {
    return switch (result) {
      case ClaimResult.Claimed(var bead) -> bead;
      case ClaimResult.NoSuchBead _ -> throw notFound(id);
      case ClaimResult.HeldByOther(var holder) ->
          throw HELD.because("%s has bead %s.".formatted(holder, id), Map.of("holder", holder));
      case ClaimResult.NotClaimable(var status) ->
          throw NOT_CLAIMABLE.because(
              "Bead %s is %s.".formatted(id, status), Map.of("bead_status", status));
    };
  }
}
