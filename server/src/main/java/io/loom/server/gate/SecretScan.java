package io.loom.server.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds what looks like a secret in the lines that a patch adds. Pure.
///
/// It knows keys by their public formats; it is a net for accidents, not proof of absence.
public final class SecretScan {
  /// @param path of the file
  /// @param kind of secret, never the secret itself
  public record Finding(String path, int line, String kind) {
    @Override
    public String toString() {
      return "%s line %d looks like %s".formatted(path, line, kind);
    }
  }

  private record Format(String kind, Pattern pattern) {
    static Format of(String kind, String regex) {
      return new Format(kind, Pattern.compile(regex));
    }
  }

  private static final List<Format> FORMATS =
      List.of(
          Format.of("a private key", "-----BEGIN ([A-Z]+ )*PRIVATE KEY-----"),
          Format.of("an AWS access key", "\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Format.of("a GitHub token", "\\bgh[pousr]_[A-Za-z0-9]{36,}\\b"),
          Format.of("a GitHub token", "\\bgithub_pat_[A-Za-z0-9_]{60,}\\b"),
          Format.of("a GitLab token", "\\bglpat-[A-Za-z0-9_-]{20,}"),
          Format.of("a Slack token", "\\bxox[abprs]-[A-Za-z0-9-]{20,}"),
          Format.of("an OpenAI or Anthropic key", "\\bsk-(ant-|proj-)?[A-Za-z0-9_-]{32,}"),
          Format.of("a Google API key", "\\bAIza[0-9A-Za-z_-]{35}\\b"),
          Format.of("a Stripe key", "\\b[rs]k_live_[0-9A-Za-z]{20,}\\b"),
          Format.of("a TokenHub key", "\\btokenhub_[0-9a-f]{64}\\b"));

  private static final Pattern HUNK = Pattern.compile("^@@ -\\S+ \\+(\\d+)");

  private SecretScan() {}

  /// @param patch a unified diff
  public static List<Finding> scan(String patch) {
    var findings = new ArrayList<Finding>();
    var path = "";
    int line = 0;
    boolean inHunk = false;
    for (var text : patch.split("\n", -1)) {
      var hunk = HUNK.matcher(text);
      if (text.startsWith("diff --git ")) {
        inHunk = false;
      } else if (!inHunk && text.startsWith("+++ ")) {
        path = text.substring(4).replaceFirst("^\"?b/", "");
      } else if (hunk.find()) {
        line = Integer.parseInt(hunk.group(1));
        inHunk = true;
      } else if (inHunk && text.startsWith("+")) {
        find(path, line, text.substring(1), findings);
        line++;
      } else if (inHunk && text.startsWith(" ")) {
        line++;
      }
    }
    return findings;
  }

  private static void find(String path, int line, String text, List<Finding> findings) {
    for (var format : FORMATS) {
      if (format.pattern().matcher(text).find()) {
        findings.add(new Finding(path, line, format.kind()));
        return;
      }
    }
  }
}
