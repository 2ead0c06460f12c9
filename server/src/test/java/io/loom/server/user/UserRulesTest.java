package io.loom.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Passwords, roles and permissions, without a database.
class UserRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "short", "1234567", "Alice-92", "password", "Change-Me", "        "})
  void weakPasswordIsRefused(String password) {
    assertThat(PasswordRules.problems(new Secret(password), "alice-92")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secure-password", "YOUR_STRONG_PASSWORD", "пароль-с-8", "🙂🙂🙂🙂🙂🙂🙂🙂"})
  void passwordOfEightCharactersOfAnyScriptIsTaken(String password) {
    assertThat(PasswordRules.problems(new Secret(password), "alice")).isEmpty();
  }

  @Test
  void passwordHasAnEnd() {
    assertThat(PasswordRules.problems(new Secret("ä".repeat(512)), "alice")).isEmpty();
    assertThat(PasswordRules.problems(new Secret("ä".repeat(513)), "alice")).hasSize(1);
  }

  @Test
  void hashIsArgon2idInItsStandardForm() {
    try (var hasher = new PasswordHasher(HashingConfig.of(1))) {
      var hash = hasher.hash(new Secret("secure-password")).orElseThrow();

      assertThat(hash.reveal()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
      assertThat(hasher.check(new Secret("secure-password"), hash))
          .isEqualTo(PasswordCheck.MATCHES);
      assertThat(hasher.check(new Secret("another"), hash)).isEqualTo(PasswordCheck.DIFFERS);
      assertThat(hasher.hash(new Secret("secure-password")).orElseThrow()).isNotEqualTo(hash);
    }
  }

  @Test
  void sameLettersTypedInAnotherWayAreTheSamePassword() {
    try (var hasher = new PasswordHasher(new HashingConfig(64, 1, 1, Duration.ofSeconds(9)))) {
      var hash = hasher.hash(new Secret("caf\u00e9-au-lait")).orElseThrow();

      assertThat(hasher.check(new Secret("cafe\u0301-au-lait"), hash))
          .isEqualTo(PasswordCheck.MATCHES);
    }
  }

  @Test
  void nobodysPasswordMatchesNothing() {
    try (var hasher = new PasswordHasher(new HashingConfig(64, 1, 1, Duration.ofSeconds(9)))) {
      assertThat(hasher.check(new Secret(""), null)).isEqualTo(PasswordCheck.DIFFERS);
      assertThat(hasher.made()).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsTooLongForAHashIsToldSo() throws Exception {
    try (var hasher = new PasswordHasher(new HashingConfig(65_536, 4, 1, Duration.ZERO));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var checks =
          IntStream.range(0, 8)
              .mapToObj(
                  _ -> (Callable<PasswordCheck>) () -> hasher.check(new Secret("guess"), null))
              .toList();

      assertThat(threads.invokeAll(checks).stream().map(Future::resultNow))
          .contains(PasswordCheck.BUSY, PasswordCheck.DIFFERS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*:*, beads:read, true",
    "beads:*, beads:read, true",
    "beads:*, beads:*, true",
    "beads:read, beads:*, false",
    "beads:*, beads2:read, false",
    "beads:read, beads:read, true",
    "beads:read, beads:write, false",
    "beads:*, '*:*', false",
  })
  void permissionCoversWhatItNames(String granted, String wanted, boolean covers) {
    assertThat(Rights.cover(Set.of(granted), wanted)).isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource({
    "*:*, beads:read, beads:read",
    "beads:* agents:read, beads:read beads:write projects:read, beads:read beads:write",
    "beads:read, beads:*, beads:read",
    "beads:read, agents:*, ''",
    "*:*, *:*, *:*",
  })
  void whatTwoAllowIsWhatBothAllow(String one, String other, String both) {
    assertThat(Rights.both(set(one), set(other))).isEqualTo(set(both));
    assertThat(Rights.both(set(other), set(one))).isEqualTo(set(both));
  }

  private static Set<String> set(String words) {
    return Arrays.stream(words.split(" "))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  @Test
  void rolesGiveOnlyPermissionsThatExist() {
    for (var role : Role.values()) {
      assertThat(role.permissions()).allMatch(Rights::isKnown);
    }
    assertThat(Role.VIEWER.permissions()).allMatch(it -> it.endsWith(":read"));
    assertThat(Role.VIEWER.permissions()).doesNotContain("secrets:read", "audit:read");
    assertThat(Role.SERVICE.permissions()).isEmpty();
    assertThat(Rights.isKnown("beads:fly")).isFalse();
    assertThat(Rights.isKnown("moon:read")).isFalse();
  }
}
