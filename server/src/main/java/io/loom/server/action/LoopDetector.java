package io.loom.server.action;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Notices an agent that goes in circles: the same action with the same arguments and the same
/// result, again and again, also with others in between. Its state follows from what it was fed, in
/// order, so a journal fills a new one. For one thread.
public final class LoopDetector {
  private static final int REMEMBERED = 30;
  private static final int WARN_AT = 3;
  private static final int STOP_AT = 5;

  /// Times, dates and addresses, which differ between runs that are otherwise alike.
  private static final Pattern VOLATILE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d|\\d{1,2}:\\d\\d(:\\d\\d)?([.,]\\d+)?|0x[0-9a-fA-F]+"
              + "|\\d+([.,]\\d+)?\\s?(ns|µs|us|ms|s|secs?|seconds?|min|minutes?)\\b");

  /// What to do about the newest action.
  public enum Verdict {
    NONE,
    /// Tell the agent that it repeats itself.
    WARN,
    /// End the run.
    STOP
  }

  private final Deque<String> seen = new ArrayDeque<>();

  /// The key of an action: equal for equal arguments only.
  public static String actionKey(Action action) {
    return action.name() + ":" + hash(action.toString());
  }

  /// The hash of a result, in which times do not matter.
  public static String resultHash(ActionOutcome outcome) {
    return hash(outcome.ok() + VOLATILE.matcher(outcome.text()).replaceAll("#"));
  }

  /// Takes the newest action into account.
  public Verdict see(String actionKey, String resultHash) {
    var entry = actionKey + " " + resultHash;
    seen.addLast(entry);
    if (seen.size() > REMEMBERED) {
      seen.removeFirst();
    }
    long times = seen.stream().filter(entry::equals).count();
    if (times >= STOP_AT) {
      return Verdict.STOP;
    }
    return times >= WARN_AT ? Verdict.WARN : Verdict.NONE;
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
