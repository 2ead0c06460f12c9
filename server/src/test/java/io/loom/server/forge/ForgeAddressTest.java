package io.loom.server.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgeAddressTest {
  @ParameterizedTest
  @CsvSource({
    "git@github.com:octo/hello.git, '', '', GITHUB, https://api.github.com, octo/hello",
    "https://github.com/Octo/Hello/, '', '', GITHUB, https://api.github.com, Octo/Hello",
    "ssh://git@gitlab.com:22/a/b/c.git, '', '', GITLAB, https://gitlab.com/api/v4, a/b/c",
    "https://codeberg.org/o/r, '', '', GITEA, https://codeberg.org/api/v1, o/r",
    "git@bitbucket.org:o/r.git, '', '', BITBUCKET, https://api.bitbucket.org/2.0, o/r",
    "git@git.corp:o/r.git, github, '', GITHUB, https://git.corp/api/v3, o/r",
    "git@git.corp:o/r.git, forgejo, https://web.corp/git/, GITEA, https://web.corp/git/api/v1, o/r",
    "git@git.corp:o/r.git, gitlab, https://web.corp/api/v4, GITLAB, https://web.corp/api/v4, o/r"
  })
  void forgeFollowsFromTheAddressAndTheSettings(
      String repo, String type, String url, ForgeType expected, URI api, String path)
      throws Exception {
    assertThat(ForgeAddress.of(new ForgeAddress.Setting(repo, type, url, "")))
        .isEqualTo(new ForgeAddress(expected, api, path));
  }

  @ParameterizedTest
  @CsvSource({
    "git@git.corp:o/r.git, '', '', '', forge_type",
    "git@git.corp:o/r.git, sourcehut, '', '', forge_type",
    "file:///srv/r.git, github, '', o/r, forge_url",
    "git@git.corp:o/r.git, github, ftp://x/, '', forge_url",
    "git@git.corp:o/r.git, github, https://u:p@x/, '', forge_url",
    "git@git.corp:o/r.git, github, '', ../r, forge_repository",
    "git@git.corp:r.git, github, '', '', forge_repository",
    "git@git.corp:o/r?x, github, '', '', forge_repository"
  })
  void whatIsMissingIsNamed(String repo, String type, String url, String path, String named) {
    assertThatExceptionOfType(ForgeException.class)
        .isThrownBy(() -> ForgeAddress.of(new ForgeAddress.Setting(repo, type, url, path)))
        .withMessageContaining("context." + named);
  }

  @ParameterizedTest
  @CsvSource({
    "http://8.8.8.8, 8.8.8.8, not https",
    "https://8.8.8.8, 1.1.1.1, another host",
    "https://127.0.0.1:8443, 127.0.0.1, private",
    "https://169.254.169.254, 169.254.169.254, private",
    "https://10.0.0.5, 10.0.0.5, private",
    "https://[::1], [::1], private"
  })
  void tokenGoesOnlyWhereItMay(URI api, String repositoryHost, String why) {
    assertThatExceptionOfType(ForgeException.class)
        .isThrownBy(() -> new HostRules(Set.of()).check(api, repositoryHost))
        .withMessageContaining(why);
  }

  @Test
  void administratorMayAllowAHost() throws Exception {
    new HostRules(Set.of("10.0.0.5:3000")).check(URI.create("http://10.0.0.5:3000"), "");
    new HostRules(Set.of("git.lan")).check(URI.create("http://git.lan:80"), "x");
    assertThatExceptionOfType(ForgeException.class)
        .isThrownBy(() ->
            new HostRules(Set.of("10.0.0.5:3000")).check(URI.create("http://10.0.0.5:80"), ""));
  }
}
