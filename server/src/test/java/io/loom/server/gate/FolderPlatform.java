package io.loom.server.gate;

import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.ExecResult.Ending;
import io.loom.weaver.FileContent;
import io.loom.weaver.PlatformReport;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Weavers that are plain folders of this machine, without any isolation. It remembers what it was
/// asked to run.
public final class FolderPlatform implements WeaverPlatform {
  private final Map<String, WeaverSpec> weavers = new ConcurrentHashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Path outputs;
  private volatile boolean isBroken;

  /// @param outputs an existing folder
  public FolderPlatform(Path outputs) {
    this.outputs = outputs;
  }

  /// The last arguments of all commands so far: of a shell, the command line.
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /// Makes no weaver any more.
  public void breakDown() {
    isBroken = true;
  }

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public PlatformReport report() {
    return new PlatformReport(true, "none", List.of(), List.of());
  }

  @Override
  public void create(WeaverSpec spec) throws WeaverException {
    if (isBroken) {
      throw new WeaverException(WeaverException.Reason.PLATFORM_FAILED, "no weavers today");
    }
    weavers.put(spec.id(), spec);
  }

  @Override
  public ExecResult exec(String weaverId, ExecRequest request)
      throws WeaverException, InterruptedException {
    var spec = weavers.get(weaverId);
    if (spec == null) {
      throw new WeaverException(WeaverException.Reason.GONE, "no weaver " + weaverId);
    }
    commands.add(request.command().getLast());
    try {
      return run(spec, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ExecResult run(WeaverSpec spec, ExecRequest request)
      throws IOException, InterruptedException {
    var stdout = Files.createTempFile(outputs, "out", "");
    var stderr = Files.createTempFile(outputs, "err", "");
    var builder =
        new ProcessBuilder(request.command())
            .directory(spec.workspace().toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().putAll(spec.environment());
    var process = builder.start();
    boolean ended = process.waitFor(request.limits().time().toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return new ExecResult(
        ended ? Ending.EXITED : Ending.TIMED_OUT,
        ended ? process.exitValue() : 124,
        Files.readAllBytes(stdout),
        Files.readAllBytes(stderr),
        0,
        Duration.ZERO);
  }

  @Override
  public FileContent read(String weaverId, String path, long maxBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(String weaverId, String path, byte[] content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InputStream archive(String weaverId, String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String weaverId) {
    var spec = weavers.remove(weaverId);
    if (spec == null || !Files.exists(spec.workspace())) {
      return;
    }
    try (var files = Files.walk(spec.workspace())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list() {
    return List.copyOf(weavers.keySet());
  }

  @Override
  public void close() {}
}
