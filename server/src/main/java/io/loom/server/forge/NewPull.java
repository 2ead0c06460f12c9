package io.loom.server.forge;

/// A pull request that is wanted.
///
/// @param branch that has the change
/// @param base the branch that it is for
public record NewPull(String title, String body, String branch, String base) {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_BODY = 60_000;

  public NewPull {
    title = cut(title, LONGEST_TITLE);
    body = cut(body, LONGEST_BODY);
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
