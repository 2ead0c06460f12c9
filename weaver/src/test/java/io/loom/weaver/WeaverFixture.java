package io.loom.weaver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loom.base.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A platform with one weaver in it, fresh for each test.
public abstract class WeaverFixture {
  protected static final String WEAVER = "w1";
  protected static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(60), ByteSize.ofMebibytes(1), ByteSize.ofMebibytes(512), 2.0, 256);

  @TempDir private @Nullable Path temporary;
  private @Nullable WeaverPlatform platform;

  /// Opens a platform of the kind under test.
  ///
  /// @param root an empty folder, or one that an earlier platform was closed in
  protected abstract WeaverPlatform open(Path root) throws Exception;

  @BeforeEach
  void openWithOneWeaver() throws Exception {
    platform = open(folder("root"));
    platform.create(spec(WEAVER));
  }

  @AfterEach
  void removeAll() throws Exception {
    for (var weaver : platform().list()) {
      platform().delete(weaver);
    }
    platform().close();
  }

  protected final WeaverPlatform platform() {
    if (platform == null) {
      throw new IllegalStateException("not opened");
    }
    return platform;
  }

  /// As if the server had been stopped and started.
  protected final void reopen() throws Exception {
    platform().close();
    platform = open(folder("root"));
  }

  protected final Path folder(String name) throws IOException {
    if (temporary == null) {
      throw new IllegalStateException("no folder");
    }
    return Files.createDirectories(temporary.resolve(name));
  }

  protected final Path workspace(String weaver) throws IOException {
    return folder("workspace-" + weaver);
  }

  protected final WeaverSpec spec(String weaver) throws IOException {
    return new WeaverSpec(
        weaver,
        "",
        workspace(weaver),
        List.of(),
        Map.of(),
        Map.of("COLOUR", "it's \"blue\" $HOME"),
        new Egress.None(),
        LIMITS);
  }

  protected final ExecResult shell(String commandLine) throws Exception {
    return shell(LIMITS, commandLine);
  }

  protected final ExecResult shell(Limits limits, String commandLine) throws Exception {
    return platform().exec(WEAVER, ExecRequest.shell(limits, commandLine));
  }

  /// What a command prints; both streams when it fails, so that a failing test says why.
  protected final String output(String commandLine) throws Exception {
    var result = shell(commandLine);
    return result.succeeded() ? text(result.stdout()) : text(result.stdout(), result.stderr());
  }

  protected static String text(byte[]... parts) {
    var all = new StringBuilder();
    for (var part : parts) {
      all.append(new String(part, UTF_8));
    }
    return all.toString();
  }

  protected final boolean enforces(String limit) {
    return platform().report().enforced().stream().anyMatch(entry -> entry.startsWith(limit));
  }

  /// A number of seconds that no other process of this machine sleeps.
  protected static String ownSleep() {
    return "9%09d".formatted(System.nanoTime() % 1_000_000_000);
  }

  protected static boolean sleeps(String seconds) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains(seconds));
  }
}
