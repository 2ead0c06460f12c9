package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The small parts, each by itself.
class PartsTest {
  @Test
  void keptOutputIsHeadAndTailHoweverItArrives() {
    var random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      int limit = random.nextInt(40);
      var kept = new KeptOutput(limit);
      var all = new StringBuilder();
      for (int part = random.nextInt(12); part > 0; part--) {
        var text = Integer.toString(random.nextInt(1_000_000_000)).repeat(1 + random.nextInt(3));
        all.append(text);
        kept.add(("#" + text).getBytes(US_ASCII), 1, text.length());
      }
      assertThat(new String(kept.bytes(), US_ASCII)).isEqualTo(expected(all.toString(), limit));
      assertThat(kept.dropped()).isEqualTo(Math.max(0, all.length() - limit));
    }
  }

  private static String expected(String all, int limit) {
    return all.length() <= limit
        ? all
        : all.substring(0, limit - limit / 2) + all.substring(all.length() - limit / 2);
  }

  @Test
  void mountsBelowAFolderAreFound() {
    var mounts =
        HostMounts.parse(
            List.of(
                "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
                "28 27 0:25 / /usr/my\\040data ro,noexec,relatime shared:1 - tmpfs x rw",
                "29 27 0:26 / /usrlocal rw - tmpfs x rw"));

    assertThat(mounts.from(Path.of("/usr")))
        .containsExactly(
            new HostMounts.Mounted(Path.of("/usr"), ""),
            new HostMounts.Mounted(Path.of("/usr/my data"), ",noexec"));
    assertThat(mounts.from(Path.of("/usr/my data/x")))
        .containsExactly(new HostMounts.Mounted(Path.of("/usr/my data/x"), ",noexec"));
  }

  @Test
  void isolatorThatDoesNotWorkIsNamedWithItsRemedy() throws Exception {
    var choice = IsolatorChoice.choose(Isolation.AUTO, _ -> "Operation not permitted");

    assertThat(choice.chosen()).isEmpty();
    assertThat(choice.failures())
        .anyMatch(sentence -> sentence.contains("Operation not permitted"))
        .anyMatch(sentence -> sentence.contains("install bubblewrap"))
        .anyMatch(sentence -> sentence.contains("user.max_user_namespaces"));
    assertThat(IsolatorChoice.choose(Isolation.AUTO, _ -> "").failures()).isEmpty();
  }

  @Test
  void groupsAreMadeBesideOursWhereThatIsOurs(@TempDir Path mount) throws Exception {
    Files.createDirectories(mount.resolve("slice/server"));
    Files.writeString(mount.resolve("slice/cgroup.subtree_control"), "cpu io memory pids\n");

    var found = groups(mount, "0::/slice/server");

    assertThat(found.parents()).containsExactly(mount.resolve("slice"));
    assertThat(found.limits(Controller.CPU)).isTrue();
  }

  @Test
  void groupsAreMadeInsideOursOnceTheServerHasMovedIntoALeaf(@TempDir Path mount) throws Exception {
    var own = Files.createDirectories(mount.resolve("system/server"));
    var pid = Long.toString(ProcessHandle.current().pid());
    Files.writeString(mount.resolve("system/cgroup.subtree_control"), "\n");
    Files.writeString(own.resolve("cgroup.controllers"), "memory pids\n");
    Files.writeString(own.resolve("cgroup.procs"), pid + "\n");

    var found = groups(mount, "0::/system/server");

    assertThat(found.parents()).containsExactly(own);
    assertThat(found.limits(Controller.MEMORY)).isTrue();
    assertThat(found.limits(Controller.CPU)).isFalse();
    assertThat(own.resolve("loom-server/cgroup.procs")).hasContent(pid);
  }

  @Test
  void groupsOfOthersAreLeftAlone(@TempDir Path mount) throws Exception {
    assertThat(groups(mount, "0::/nowhere").hierarchies()).isEmpty();
    assertThat(
            new GroupSearch(List.of("22 27 0:21 / /proc rw - proc proc rw"), List.of(), "loom-")
                .find()
                .hierarchies())
        .isEmpty();
  }

  private static ControlGroups groups(Path mount, String membership) {
    var line = "41 31 0:38 / %s rw,relatime shared:9 - cgroup2 cgroup2 rw".formatted(mount);
    return new GroupSearch(List.of(line), List.of(membership), "loom-").find();
  }
}
