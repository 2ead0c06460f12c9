package io.loom.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKeyTest {
  @ParameterizedTest
  @CsvSource({
    "git@GitHub.com:org/repo.git,               github.com",
    "github.com:org/repo.git,                   github.com",
    "ssh://git@example.org/org/repo.git,        example.org",
    "ssh://example.org:22/repo.git,             example.org",
    "ssh://git@example.org:2222/repo.git,       [example.org]:2222",
    "ssh://git@[2001:DB8:0:0:0:0:0:1]:2222/r,   [2001:db8:0:0:0:0:0:1]:2222",
    "ssh://git@[2001:db8:0:0:0:0:0:1]/r,        2001:db8:0:0:0:0:0:1"
  })
  void hostIsNamedAsSshNamesIt(String address, String host) {
    assertThat(HostKey.hostOf(address)).isEqualTo(host);
  }

  @Test
  void lineIsReadAndWritten() {
    var line = "[example.org]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA";
    assertThat(HostKey.parse(line + " comment", Instant.EPOCH).map(HostKey::line)).contains(line);
  }

  @ParameterizedTest
  @CsvSource({
    "# a comment",
    "@cert-authority *.example.org ssh-ed25519 AAAA",
    "*.example.org ssh-ed25519 AAAA",
    "|1|aGFzaA==|aGFzaA== ssh-ed25519 AAAA",
    "example.org ssh-ed25519"
  })
  void whatSpeaksForOtherHostsIsNoPlainLine(String line) {
    assertThat(HostKey.parse(line, Instant.EPOCH)).isEmpty();
  }
}
