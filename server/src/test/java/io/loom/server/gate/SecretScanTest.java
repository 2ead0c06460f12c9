package io.loom.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.loom.server.gate.SecretScan.Finding;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The secrets are put together here, so that none lies in this file.
class SecretScanTest {
  static Stream<Arguments> secrets() {
    return Stream.of(
        Arguments.of("a private key", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        Arguments.of("a private key", "-----BEGIN " + "PRIVATE KEY-----"),
        Arguments.of("an AWS access key", "id = AKIA" + "ABCDEFGHIJ234567"),
        Arguments.of("a GitHub token", "ghp_" + "a1".repeat(18)),
        Arguments.of("a GitHub token", "github_pat_" + "a".repeat(60)),
        Arguments.of("a GitLab token", "glpat-" + "a".repeat(20)),
        Arguments.of("a Slack token", "xoxb-" + "1".repeat(20)),
        Arguments.of("an OpenAI or Anthropic key", "key=\"sk-ant-" + "a1".repeat(20) + "\""),
        Arguments.of("an OpenAI or Anthropic key", "sk-proj-" + "a".repeat(40)),
        Arguments.of("a Google API key", "AIza" + "b".repeat(35)),
        Arguments.of("a Stripe key", "sk_live_" + "a".repeat(24)),
        Arguments.of("a TokenHub key", "tokenhub_" + "0a".repeat(32)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("secrets")
  void addedSecretIsFoundWithItsPlace(String kind, String secret) {
    var findings = SecretScan.scan(patch("@@ -1,2 +7,3 @@\n one\n-two\n+three\n+" + secret + "\n"));

    assertThat(findings).containsExactly(new Finding("src/a.txt", 8 + 1, kind));
    assertThat(findings.getFirst().toString()).doesNotContain(secret).contains("src/a.txt line 9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task-list-with-a-very-long-name-of-more-than-32",
        "-----BEGIN PUBLIC KEY-----",
        "ghp_short",
        "AKIAtoolower",
        "sk-short"
      })
  void ordinaryTextIsNoSecret(String line) {
    assertThat(SecretScan.scan(patch("@@ -0,0 +1 @@\n+" + line + "\n"))).isEmpty();
  }

  @Test
  void removedAndUnchangedLinesAreNotLookedAt() {
    var secret = "ghp_" + "a1".repeat(18);

    assertThat(SecretScan.scan(patch("@@ -1,2 +1,1 @@\n-" + secret + "\n " + secret + "\n")))
        .isEmpty();
  }

  @Test
  void everyFileAndHunkIsCounted() {
    var secret = "ghp_" + "a1".repeat(18);
    var one =
        patch("@@ -1 +1,2 @@\n one\n+%s\n@@ -9,0 +20 @@ void f()\n+%s\n".formatted(secret, secret));
    var other = one.replace("src/a.txt", "b.txt");

    assertThat(SecretScan.scan(one + other))
        .extracting(Finding::path, Finding::line)
        .containsExactly(
            tuple("src/a.txt", 2), tuple("src/a.txt", 20), tuple("b.txt", 2), tuple("b.txt", 20));
  }

  @Test
  void addedLineThatLooksLikeAHeaderIsStillSearched() {
    var secret = "ghp_" + "a1".repeat(18);

    assertThat(
            SecretScan.scan(
                patch("@@ -0,0 +1,2 @@\n+++ b/other " + secret + "\n+" + secret + "\n")))
        .extracting(Finding::line)
        .containsExactly(1, 2);
  }

  @Test
  void addedLineThatLooksLikeAHunkIsStillSearched() {
    var secret = "ghp_" + "a1".repeat(18);

    assertThat(SecretScan.scan(patch("@@ -0,0 +1,2 @@\n+@@ -1 +1 @@\n+" + secret + "\n")))
        .extracting(Finding::line)
        .containsExactly(2);
  }

  @Test
  void emptyPatchHasNone() {
    assertThat(SecretScan.scan("")).isEmpty();
  }

  private static String patch(String hunks) {
    return """
    diff --git a/src/a.txt b/src/a.txt
    index 0000001..0000002 100644
    --- a/src/a.txt
    +++ b/src/a.txt
    """
        + hunks;
  }
}
