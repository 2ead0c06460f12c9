package io.loom.cli.screen;

/// How a piece of text stands out, where colours are shown.
public enum Tint {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  CYAN("36");

  private final String code;

  Tint(String code) {
    this.code = code;
  }

  /// The text with what makes a terminal tint it.
  public String paint(String text, boolean colors) {
    return colors && this != PLAIN && !text.isBlank()
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }

  /// The colour of a bead's, run's, step's or provider's status.
  public static Tint ofStatus(String status) {
    return switch (status) {
      case "closed", "completed", "done", "healthy", "active", "passed", "merged", "ok" -> GREEN;
      case "blocked", "failed", "error", "unhealthy", "stopped", "rejected" -> RED;
      case "in_progress", "running", "working", "pending", "degraded", "paused", "waiting" ->
          YELLOW;
      default -> PLAIN;
    };
  }
}
