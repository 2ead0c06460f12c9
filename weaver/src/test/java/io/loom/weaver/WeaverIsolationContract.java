package io.loom.weaver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loom.base.ByteSize;
import io.loom.weaver.ExecResult.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What a command in a weaver cannot do, however it tries.
public abstract class WeaverIsolationContract extends WeaverFixture {
  private static final String CANARY = "canary-of-the-server";

  @Test
  void readsNoFileOfTheServer() throws Exception {
    var file = Files.writeString(folder("server").resolve("secret.txt"), CANARY);
    var home = Path.of(System.getProperty("user.home"));
    var inHome = Files.createTempFile(home, ".loom-canary", "");
    try {
      Files.writeString(inHome, CANARY);

      for (var path : List.of(file, inHome)) {
        for (var root : List.of("", "/proc/1/root", "/proc/self/root", "/proc/self/cwd/../..")) {
          assertThat(shell("cat " + root + path).succeeded()).as(root + path).isFalse();
        }
      }
      assertThat(output("ls -A /home /root /var /opt /mnt /srv /sys /boot /run 2>/dev/null; :"))
          .doesNotContain(home.getFileName().toString());
      assertThat(output("find / -xdev -name secret.txt 2>/dev/null; :")).isEmpty();
    } finally {
      Files.delete(inHome);
    }
  }

  @Test
  void seesNoOtherWeaver() throws Exception {
    platform().create(spec("w2"));
    Files.writeString(workspace("w2").resolve("theirs"), CANARY);

    assertThat(shell("cat " + workspace("w2").resolve("theirs")).succeeded()).isFalse();
    assertThat(output("find / -name theirs 2>/dev/null; :")).isEmpty();
  }

  @Test
  void seesNothingOfTheEnvironmentOfTheServer() throws Exception {
    var ours = List.of("PATH", "HOME", "USER", "LANG", "JAVA_HOME", "PWD", "OLDPWD", "SHLVL", "_");

    var inside = output("env; cat /proc/[0-9]*/environ | tr '\\0' '\\n'");

    System.getenv().keySet().stream()
        .filter(name -> !ours.contains(name))
        .forEach(name -> assertThat(inside).doesNotContain("\n" + name + "="));
    assertThat(inside).contains("COLOUR=").contains("HOME=/tmp");
  }

  @Test
  void seesOnlyItsOwnProcesses() throws Exception {
    assertThat(output("ls -d /proc/[0-9]* | wc -l").strip()).matches("[1-9]");
    assertThat(shell("kill -0 " + ProcessHandle.current().pid()).succeeded()).isFalse();
  }

  @Test
  void reachesNoNetwork() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var reached = new AtomicBoolean();
      Thread.ofVirtual().start(() -> noteConnection(server, reached));
      var program =
          """
          const [port, ...hosts] = process.argv.slice(2);
          for (const host of hosts) {
            const socket = require('net').connect(port, host);
            socket.on('connect', () => { console.log('reached ' + host); socket.destroy(); });
            socket.on('error', e => console.log(e.code));
          }
          """;
      platform().write(WEAVER, "reach.js", program.getBytes(UTF_8));

      var printed =
          output(
              "node reach.js %d 127.0.0.1 ::1 10.0.0.1 169.254.169.254 1.1.1.1 %s"
                  .formatted(server.getLocalPort(), InetAddress.getLocalHost().getHostAddress()));

      assertThat(printed).doesNotContain("reached").contains("ECONNREFUSED", "ENETUNREACH");
      assertThat(reached).isFalse();
    }
    assertThat(output("tail -n +3 /proc/net/dev | cut -d: -f1").strip()).isEqualTo("lo");
  }

  private static void noteConnection(ServerSocket server, AtomicBoolean reached) {
    try (var _ = server.accept()) {
      reached.set(true);
    } catch (IOException _) {
      // Closed at the end of the test: nobody came.
    }
  }

  @Test
  void writesNowhereElse() throws Exception {
    for (var path : List.of("/", "/usr", "/etc", "/bin", "/lib", "/dev", "/run", "/proc", "/opt")) {
      assertThat(shell("touch %s/loom-was-here".formatted(path)).succeeded()).as(path).isFalse();
    }
    assertThat(Path.of("/usr/loom-was-here")).doesNotExist();
    assertThat(shell("touch /workspace/x /tmp/y /dev/shm/z").succeeded()).isTrue();
    assertThat(shell("ls /tmp/y /dev/shm/z").succeeded()).isFalse();
  }

  @Test
  void changesNothingOfTheKernel() throws Exception {
    // Written back as it is, so that a failing test does no harm.
    var file = "/proc/sys/kernel/core_pattern";
    assertThat(shell("cp %1$s /tmp/v && cat /tmp/v > %1$s".formatted(file)).exitCode()).isNotZero();
    assertThat(
            output(
                "find /proc -path '/proc/[0-9]*' -prune -o -writable -exec test -f {} ';' -print 2>/dev/null; :"))
        .isEmpty();
    assertThat(output("cat /proc/kcore /proc/kmsg /proc/vmallocinfo 2>/dev/null | wc -c; :"))
        .isEqualTo("0\n");
  }

  @Test
  void isNobodySpecial() throws Exception {
    assertThat(output("id -u; id -g")).isEqualTo("1000\n1000\n");
    assertThat(output("grep -E 'Cap(Inh|Prm|Eff|Amb)|NoNewPrivs' /proc/self/status | cut -f2"))
        .isEqualTo("0000000000000000\n".repeat(4) + "1\n");
    for (var attempt :
        List.of(
            "unshare --user --map-root-user true",
            "mount -t tmpfs none /tmp",
            "mount -o remount,rw /usr",
            "umount /proc",
            "chroot / true",
            "mknod /tmp/sda b 8 0",
            "su -c true",
            "cp /bin/sh /tmp/sh && chown 0 /tmp/sh")) {
      assertThat(shell(attempt).succeeded()).as(attempt).isFalse();
    }
  }

  @Test
  void outlivesNoTimeLimit() throws Exception {
    var sleep = ownSleep();
    var limits = LIMITS.withTime(Duration.ofMillis(300));

    var result =
        shell(
            limits,
            "echo begun; trap '' TERM INT HUP; setsid sleep %1$s & sleep %1$s".formatted(sleep));

    assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(text(result.stdout())).isEqualTo("begun\n");
    assertThat(result.time()).isLessThan(Duration.ofSeconds(10));
    assertThat(sleeps(sleep)).isFalse();
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    var sleep = ownSleep();

    var result =
        shell(
            "((setsid sleep %1$s </dev/null >/dev/null 2>&1 &) &); sleep %1$s & exit 4"
                .formatted(sleep));

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(sleeps(sleep)).isFalse();
  }

  @Test
  void endsWhenItsCallerIsInterrupted() throws Exception {
    var sleep = ownSleep();
    var stopped = new AtomicBoolean();
    var caller = Thread.ofVirtual().start(() -> runUntilInterrupted(sleep, stopped));
    await().until(() -> Files.exists(workspace(WEAVER).resolve("started")));

    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(stopped).isTrue();
    assertThat(sleeps(sleep)).isFalse();
  }

  private void runUntilInterrupted(String sleep, AtomicBoolean stopped) {
    try {
      shell("touch started; setsid sleep %1$s & sleep %1$s".formatted(sleep));
    } catch (InterruptedException _) {
      stopped.set(!sleeps(sleep));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void fillsNoMemory() throws Exception {
    var limits =
        new Limits(Duration.ofSeconds(30), LIMITS.output(), ByteSize.ofMebibytes(64), 2, 64);
    if (!enforces("memory")) {
      assertThat(platform().report().missing()).anyMatch(entry -> entry.startsWith("memory"));
      return;
    }

    assertThat(shell(limits, "tail /dev/zero; exit 1").ending()).isEqualTo(Ending.OUT_OF_MEMORY);
    assertThat(shell("true").ending()).isEqualTo(Ending.EXITED);
  }

  @Test
  void fillsNoTemporaryFolder() throws Exception {
    assertThat(shell("head -c 1000000000 /dev/zero > /tmp/large").succeeded()).isFalse();
  }

  @Test
  void startsNoMoreProcessesThanItMay() throws Exception {
    if (!enforces("processes")) {
      assertThat(platform().report().missing()).anyMatch(entry -> entry.startsWith("processes"));
      return;
    }
    var limits = new Limits(LIMITS.time(), LIMITS.output(), LIMITS.memory(), 2, 40);

    var result =
        shell(limits, "i=0; while [ $i -lt 300 ]; do sleep 60 & i=$((i+1)); done; echo all");

    assertThat(text(result.stdout())).doesNotContain("all");
    assertThat(text(result.stderr())).containsIgnoringCase("fork");
  }

  @Test
  void printsNoMoreThanIsKept() throws Exception {
    var limits = new Limits(Duration.ofSeconds(1), new ByteSize(10_000), LIMITS.memory(), 2, 64);

    var result = shell(limits, "yes & yes >&2");

    assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(result.stdout()).hasSize(10_000);
    assertThat(result.stderr()).hasSize(10_000);
    assertThat(result.dropped()).isGreaterThan(100_000);
  }

  @Test
  void leadsNobodyAstrayWithLinks() throws Exception {
    var outside = folder("outside");
    Files.writeString(outside.resolve("file"), CANARY);
    shell(
        "ln -s %1$s/file link; ln -s %1$s folder; ln -s / top; ln -s ../../../.. up"
            .formatted(outside));

    for (var path :
        List.of("link", "folder/file", "top" + outside + "/file", "up" + outside + "/file")) {
      assertThat(platform().read(WEAVER, path, 100))
          .as(path)
          .isInstanceOf(FileContent.Missing.class);
      try {
        platform().write(WEAVER, path, "changed".getBytes(UTF_8));
      } catch (WeaverException _) {
        // Refused, or written where only the sandbox sees it: either will do.
      }
    }
    assertThat(outside.resolve("file")).hasContent(CANARY);
    platform().delete(WEAVER);
    assertThat(outside.resolve("file")).hasContent(CANARY);
  }

  @Test
  void hindersItsRemovalInNoWay() throws Exception {
    var precious = Files.writeString(folder("precious").resolve("file"), CANARY);
    var made =
        shell(
            """
            set -e
            mkdir -p locked/inner; touch locked/inner/file; chmod 000 locked/inner locked
            mkdir 'new
            line' -- -rf; mkfifo pipe; ln -s %s link
            name=$(printf 'd%%.0s' $(seq 200))
            i=0; while [ $i -lt 40 ]; do mkdir $name; cd -P $name; i=$((i+1)); done
            """
                .formatted(precious.getParent()));
    assertThat(made.succeeded()).as(text(made.stderr())).isTrue();
    var workspace = workspace(WEAVER);

    platform().delete(WEAVER);

    assertThat(workspace).doesNotExist();
    assertThat(precious).hasContent(CANARY);
  }

  @Test
  void changesNoReadOnlyFolderAndKeepsItsCache() throws Exception {
    var objects = folder("objects");
    Files.writeString(objects.resolve("pack"), "borrowed");
    var cache = folder("cache");
    var spec = spec("w2");
    platform()
        .create(
            new WeaverSpec(
                "w2",
                "host",
                spec.workspace(),
                List.of(objects),
                Map.of("/cache/maven", cache),
                Map.of(),
                new Egress.None(),
                LIMITS));

    var result =
        platform()
            .exec(
                "w2",
                ExecRequest.shell(
                    LIMITS,
                    "cat %1$s/pack; echo kept > /cache/maven/file; rm %1$s/pack"
                        .formatted(objects)));

    assertThat(text(result.stdout())).isEqualTo("borrowed");
    assertThat(result.succeeded()).isFalse();
    assertThat(objects.resolve("pack")).hasContent("borrowed");
    assertThat(cache.resolve("file")).hasContent("kept");
  }
}
