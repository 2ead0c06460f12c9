package io.loom.weaver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.loom.base.ByteSize;
import io.loom.weaver.ExecResult.Ending;
import io.loom.weaver.WeaverException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What a weaver does: it runs commands, keeps files, comes and goes.
public abstract class WeaverPlatformContract extends WeaverFixture {
  @Test
  void commandSeesItsArgumentsInputAndEnvironment() throws Exception {
    var command =
        List.of(
            "/bin/sh", "-c", "cat; printf '|%s|%s|%s' \"$1\" \"$COLOUR\" \"$OWN\"", "sh", "a 'b\"");
    var request = new ExecRequest(command, "", Map.of("OWN", "x\ny"), "in".getBytes(UTF_8), LIMITS);

    var result = platform().exec(WEAVER, request);

    assertThat(text(result.stdout())).isEqualTo("in|a 'b\"|it's \"blue\" $HOME|x\ny");
    assertThat(result.succeeded()).isTrue();
    assertThat(result.time()).isPositive();
  }

  @Test
  void streamsAndExitCodeAreKeptApart() throws Exception {
    var result = shell("echo out; echo err >&2; exit 3");

    assertThat(result.ending()).isEqualTo(Ending.EXITED);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(text(result.stdout())).isEqualTo("out\n");
    assertThat(text(result.stderr())).isEqualTo("err\n");
  }

  @Test
  void signalShowsInTheExitCode() throws Exception {
    assertThat(shell("kill -9 $$").exitCode()).isEqualTo(128 + 9);
    assertThat(shell("kill -15 $$").exitCode()).isEqualTo(128 + 15);
  }

  @Test
  void commandThatCannotStartIsAnOutcome() throws Exception {
    Files.writeString(workspace(WEAVER).resolve("text"), "no program");

    assertThat(platform().exec(WEAVER, ExecRequest.of(LIMITS, "no-such-program")).ending())
        .isEqualTo(Ending.NOT_STARTED);
    assertThat(platform().exec(WEAVER, ExecRequest.of(LIMITS, "./text")).ending())
        .isEqualTo(Ending.NOT_STARTED);
    assertThat(platform().exec(WEAVER, ExecRequest.of(LIMITS, "cd", "/")).ending())
        .isEqualTo(Ending.NOT_STARTED);
    assertThat(shell("no-such-program").ending()).isEqualTo(Ending.EXITED);
  }

  @Test
  void commandStartsInItsFolder() throws Exception {
    Files.createDirectories(workspace(WEAVER).resolve("a/b"));

    assertThat(text(in("a/b").stdout())).isEqualTo("/workspace/a/b\n");
    assertThat(text(in("").stdout())).isEqualTo("/workspace\n");
    assertThat(in("missing").ending()).isEqualTo(Ending.NOT_STARTED);
    assertThat(in("../..").ending()).isEqualTo(Ending.NOT_STARTED);
  }

  private ExecResult in(String directory) throws Exception {
    var request = new ExecRequest(List.of("pwd"), directory, Map.of(), new byte[0], LIMITS);
    return platform().exec(WEAVER, request);
  }

  @Test
  void toolsOfThisMachineWork() throws Exception {
    assertThat(output("java -version 2>&1")).contains("version \"25");
    assertThat(output("node --version")).startsWith("v");
    assertThat(output("git init -q . && git status --porcelain && echo fine")).isEqualTo("fine\n");
    assertThat(output("mvn --version")).contains("Apache Maven").contains("Java version: 25");
  }

  @Test
  void headAndTailOfLongOutputAreKept() throws Exception {
    var limits = new Limits(LIMITS.time(), new ByteSize(1000), LIMITS.memory(), 1, 64);

    var result = shell(limits, "seq 1 100000; echo done >&2");

    assertThat(result.stdout()).hasSize(1000);
    assertThat(text(result.stdout())).startsWith("1\n2\n3\n").endsWith("99999\n100000\n");
    assertThat(text(result.stderr())).isEqualTo("done\n");
    assertThat(result.dropped()).isEqualTo(588_895 - 1000);
  }

  @Test
  void unreadInputHoldsNobodyUp() throws Exception {
    var request = ExecRequest.of(LIMITS, "true").withInput(new byte[1 << 20]);

    assertThat(platform().exec(WEAVER, request).succeeded()).isTrue();
  }

  @Test
  void commandsOfOneWeaverRunAtOnce() throws Exception {
    var calls = new ArrayList<Callable<ExecResult>>();
    for (int i = 0; i < 8; i++) {
      var word = "word" + i;
      calls.add(() -> shell("echo " + word));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(calls).stream().map(Future::resultNow))
          .allMatch(ExecResult::succeeded)
          .extracting(result -> text(result.stdout()))
          .contains("word0\n", "word7\n");
    }
  }

  @Test
  void writtenFileIsReadBack() throws Exception {
    platform().write(WEAVER, "a/b c/d.txt", "hello".getBytes(UTF_8));

    assertThat(read("a/b c/d.txt", 100)).isEqualTo("hello of 5");
    assertThat(read("a/b c/d.txt", 2)).isEqualTo("he of 5");
    assertThat(read("-n", 2)).isEqualTo("Missing[]");
    assertThat(read("a", 2)).isEqualTo("IsFolder[]");
    assertThat(read("", 2)).isEqualTo("IsFolder[]");
    assertThat(output("cat 'a/b c/d.txt'; ls -A 'a/b c'")).isEqualTo("hellod.txt\n");
  }

  @Test
  void largeFileComesBackWhole() throws Exception {
    var bytes = new byte[3 << 20];
    Arrays.fill(bytes, (byte) 7);
    platform().write(WEAVER, "large", bytes);

    var found = (FileContent.Found) platform().read(WEAVER, "large", bytes.length);

    assertThat(found.bytes()).isEqualTo(bytes);
    assertThat(found.size()).isEqualTo(bytes.length);
  }

  @Test
  void replacedScriptStaysExecutable() throws Exception {
    shell("printf '#!/bin/sh\\necho old' > run; chmod 755 run");

    platform().write(WEAVER, "run", "#!/bin/sh\necho new".getBytes(UTF_8));

    assertThat(output("./run")).isEqualTo("new\n");
  }

  @Test
  void whatIsNoFileIsNeitherReadNorReplaced() throws Exception {
    shell("mkfifo pipe; mkdir folder; echo text > file");

    assertThat(read("pipe", 10)).contains("no regular file");
    assertThat(read("/etc/passwd", 10)).contains("absolute");
    assertThat(read("a/../../x", 10)).contains("outside");
    for (var path : List.of("folder", "file/below", "/tmp/x", "../x", "")) {
      assertThatThrownBy(() -> platform().write(WEAVER, path, new byte[1]))
          .as(path)
          .isInstanceOf(WeaverException.class);
    }
    assertThat(output("ls -A")).isEqualTo("file\nfolder\npipe\n");
  }

  private String read(String path, long maxBytes) throws Exception {
    return switch (platform().read(WEAVER, path, maxBytes)) {
      case FileContent.Found(var bytes, var size) -> text(bytes) + " of " + size;
      case FileContent.Missing missing -> missing.toString();
      case FileContent.IsFolder folder -> folder.toString();
      case FileContent.Unreadable(var reason) -> reason;
    };
  }

  @Test
  void archiveHoldsFilesAndLinksThemselves() throws Exception {
    shell("mkdir -p a/b; echo text > a/b/file; ln -s /etc/passwd a/link");

    byte[] tar;
    try (var stream = platform().archive(WEAVER, "a")) {
      tar = stream.readAllBytes();
    }
    platform().write(WEAVER, "copy.tar", tar);

    assertThat(
            output("mkdir copy; tar -xf copy.tar -C copy; cat copy/a/b/file; readlink copy/a/link"))
        .isEqualTo("text\n/etc/passwd\n");
  }

  @Test
  void archiveOfNothingFails() {
    assertThatThrownBy(
            () -> {
              try (var stream = platform().archive(WEAVER, "missing")) {
                stream.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void archiveMayBeLeftHalfRead() throws Exception {
    shell("head -c 10000000 /dev/zero > large");

    try (var stream = platform().archive(WEAVER, "")) {
      assertThat(stream.read()).isEqualTo('.');
    }
    assertThat(output("echo fine")).isEqualTo("fine\n");
  }

  @Test
  void creatingAgainFindsTheWeaver() throws Exception {
    shell("echo text > file");

    platform().create(spec(WEAVER));

    assertThat(platform().list()).containsExactly(WEAVER);
    assertThat(output("cat file")).isEqualTo("text\n");
  }

  @Test
  void restartedPlatformFindsItsWeavers() throws Exception {
    shell("echo text > file");

    reopen();

    assertThat(platform().list()).containsExactly(WEAVER);
    platform().create(spec(WEAVER));
    assertThat(output("cat file")).isEqualTo("text\n");
    reopen();
    platform().delete(WEAVER);
    assertThat(platform().list()).isEmpty();
  }

  @Test
  void deletedWeaverIsGone() throws Exception {
    var workspace = workspace(WEAVER);

    platform().delete(WEAVER);
    platform().delete(WEAVER);
    platform().delete("never-made");

    assertThat(workspace).doesNotExist();
    assertThat(platform().list()).isEmpty();
    assertThatThrownBy(() -> shell("true"))
        .isInstanceOfSatisfying(
            WeaverException.class, e -> assertThat(e.reason()).isEqualTo(Reason.GONE));
  }

  @Test
  void deleteEndsWhatRuns() throws Exception {
    var sleep = ownSleep();
    var runs = Thread.ofVirtual().start(() -> quietly("touch started; sleep " + sleep));
    await().until(() -> Files.exists(workspace(WEAVER).resolve("started")));

    platform().delete(WEAVER);

    assertThat(sleeps(sleep)).isFalse();
    assertThat(runs.join(Duration.ofSeconds(20))).isTrue();
  }

  private void quietly(String commandLine) {
    try {
      shell(commandLine);
    } catch (Exception e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void lostWorkspaceIsSaidPlainly() throws Exception {
    Files.delete(workspace(WEAVER));

    assertThatThrownBy(() -> shell("true"))
        .isInstanceOfSatisfying(
            WeaverException.class, e -> assertThat(e.reason()).isEqualTo(Reason.GONE))
        .hasMessageContaining("workspace");
    platform().delete(WEAVER);
    assertThat(platform().list()).isEmpty();
  }

  @Test
  void otherWorkspaceOfTheSameWeaverIsRefused() throws Exception {
    var other = spec("other");
    var spec =
        new WeaverSpec(
            WEAVER, "", other.workspace(), List.of(), Map.of(), Map.of(), other.egress(), LIMITS);

    assertThatThrownBy(() -> platform().create(spec)).hasMessageContaining("exists");
  }
}
