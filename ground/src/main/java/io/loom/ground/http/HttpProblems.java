package io.loom.ground.http;

import io.loom.base.ProblemType;

/// What any route may refuse with.
public final class HttpProblems {
  public static final ProblemType BAD_REQUEST =
      new ProblemType("bad-request", 400, "The request cannot be read");
  public static final ProblemType INVALID =
      new ProblemType("invalid", 400, "The request has invalid values");
  public static final ProblemType UNAUTHENTICATED =
      new ProblemType("unauthenticated", 401, "Nobody is signed in");
  public static final ProblemType PASSWORD_CHANGE_REQUIRED =
      new ProblemType("password-change-required", 403, "The first password has to be changed");
  public static final ProblemType FORBIDDEN = new ProblemType("forbidden", 403, "Not allowed");
  public static final ProblemType ORIGIN_REFUSED =
      new ProblemType("origin-refused", 403, "Pages of this origin may not do this");
  public static final ProblemType HOST_REFUSED =
      new ProblemType("host-refused", 403, "The server is not known by this name");
  public static final ProblemType NOT_FOUND = new ProblemType("not-found", 404, "Not found");
  public static final ProblemType METHOD_NOT_ALLOWED =
      new ProblemType("method-not-allowed", 405, "The route does not take this method");
  public static final ProblemType TOO_SLOW =
      new ProblemType("too-slow", 408, "The request did not arrive in time");
  public static final ProblemType TOO_LARGE =
      new ProblemType("too-large", 413, "The request body is too large");
  public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
      new ProblemType("unsupported-media-type", 415, "The body is of a kind not taken here");
  public static final ProblemType INTERNAL =
      new ProblemType("internal", 500, "Loom failed; this is a bug");
  public static final ProblemType UNAVAILABLE =
      new ProblemType("unavailable", 503, "Something that Loom needs is not available");

  private HttpProblems() {}
}
