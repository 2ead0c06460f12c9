package io.loom.ground.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idTest {
  private static final byte[] PASSWORD = "password".getBytes(UTF_8);
  private static final byte[] SALT = "somesalt".getBytes(UTF_8);

  /// From the tests of the reference implementation.
  @Test
  void derivesWhatTheReferenceImplementationDerives() {
    var derived = new Argon2id(65_536, 2, 1).derive(PASSWORD, SALT, 32);

    assertThat(HexFormat.of().formatHex(derived))
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }

  @Test
  void takesTheHashesOfTheReferenceImplementation() {
    var phc =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(new Argon2id(65_536, 2, 1).hash(PASSWORD, SALT)).isEqualTo(phc);
    assertThat(Argon2id.matches(PASSWORD, phc)).isTrue();
    assertThat(Argon2id.matches("Password".getBytes(UTF_8), phc)).isFalse();
  }

  @Test
  void noPasswordHasTheHashOfNothing() {
    assertThat(Argon2id.matches(new byte[0], new Argon2id(64, 1, 1).hashOfNothing(SALT))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$argon2i$v=19$m=64,t=1,p=1$c29tc2FsdA$CTFhFdXP",
        "$argon2id$v=16$m=64,t=1,p=1$c29tc2FsdA$CTFhFdXP",
        "$argon2id$v=19$m=64,t=0,p=1$c29tc2FsdA$CTFhFdXP",
        "$argon2id$v=19$m=9999999,t=1,p=1$c29tc2FsdA$CTFhFdXP",
        "$argon2id$v=19$m=64,t=1,p=1$c29tc2FsdA$not base64"
      })
  void hashesThatAreNoneOrCostTooMuchAreRefused(String phc) {
    assertThatIllegalArgumentException().isThrownBy(() -> Argon2id.matches(PASSWORD, phc));
  }
}
