package io.loom.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/org/repo.git",
        "http://git.example:3000/org/repo",
        "https://user@example.org/repo",
        "ssh://git@example.org:2222/org/repo.git",
        "git@github.com:org/repo.git",
        "host:path/repo",
        "git://example.org/repo.git",
        "file:///srv/git/repo.git",
        "/srv/git/repo.git"
      })
  void ordinaryAddressesAreTaken(String address) {
    assertThat(GitAddress.problemWith(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--upload-pack=touch /tmp/x",
        "-oProxyCommand=x",
        "ext::sh -c touch% /tmp/x",
        "fd::17",
        "https::https://example.org/repo",
        "ftp://example.org/repo",
        "javascript://x/y",
        "ssh://-oProxyCommand=x/repo",
        "ssh://git@-oProxyCommand=x/repo",
        "-x@host:repo",
        "host:-repo",
        "https://example.org",
        "https://example.org/",
        "https:///repo",
        "https://user:password@example.org/repo",
        "https://example.org/re\npo",
        "https://example.org/re\u0000po",
        "relative/path",
        "."
      })
  void dangerousAndMeaninglessAddressesAreRefused(String address) {
    assertThat(GitAddress.problemWith(address)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "git@github.com:org/repo.git, SSH",
    "ssh://git@example.org/repo.git, SSH",
    "host:path, SSH",
    "https://github.com/org/repo.git, NONE",
    "file:///srv/repo.git, NONE",
    "/srv/repo.git, NONE"
  })
  void authMethodFollowsFromTheAddress(String address, GitAuthMethod method) {
    assertThat(GitAuthMethod.guess(address)).isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "feature/a-b", "v1.2", "release_3", "@x", "ünï"})
  void ordinaryBranchesAreTaken(String branch) {
    assertThat(GitAddress.problemWithBranch(branch)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-f",
        "a..b",
        "a b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[b",
        "a\\b",
        "/a",
        "a/",
        "a//b",
        "@",
        "a@{1}",
        "a.lock",
        "a.lock/b",
        ".a",
        "a/.b",
        "a.",
        "a\tb",
        "a\nb"
      })
  void namesThatGitRefusesForBranchesAreRefused(String branch) {
    assertThat(GitAddress.problemWithBranch(branch)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc", "../x", "a/../b", "..", ".", ".git", "a/.git/b", "-x", "a\\b", ""})
  void pathsThatLeaveTheRepositoryAreRefused(String path) {
    assertThat(GitAddress.problemWithPath(path)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {".beads", "work/.beads", "a.b/c..d"})
  void pathsInsideTheRepositoryAreTaken(String path) {
    assertThat(GitAddress.problemWithPath(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "My New App, my-new-app",
    "  Déjà vu!  , deja-vu",
    "a/b\\c, a-b-c",
    "***, ''",
  })
  void idsAreDerivedFromNames(String name, String slug) {
    assertThat(NewProject.slug(name)).isEqualTo(slug);
  }
}
