package io.loom.server.action;

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One weaver that is a plain folder of this machine, without any isolation.
final class DirectPlatform implements WeaverPlatform {
  private final Path workspace;
  private final Path outputs;

  DirectPlatform(Path workspace, Path outputs) {
    this.workspace = workspace;
    this.outputs = outputs;
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public PlatformReport report() {
    return new PlatformReport(true, "none", List.of(), List.of());
  }

  @Override
  public void create(WeaverSpec spec) {}

  @Override
  public ExecResult exec(String weaverId, ExecRequest request)
      throws WeaverException, InterruptedException {
    if (!Files.isDirectory(workspace)) {
      throw new WeaverException(WeaverException.Reason.GONE, "no workspace");
    }
    try {
      return finished(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ExecResult finished(ExecRequest request) throws IOException, InterruptedException {
    var input = Files.write(Files.createTempFile(outputs, "in", ""), request.input());
    var stdout = Files.createTempFile(outputs, "out", "");
    var stderr = Files.createTempFile(outputs, "err", "");
    var builder =
        new ProcessBuilder(request.command())
            .directory(workspace.resolve(request.directory()).toFile())
            .redirectInput(input.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().putAll(request.environment());
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
    var file = workspace.resolve(path);
    try {
      if (Files.isDirectory(file)) {
        return new FileContent.IsFolder();
      }
      if (!Files.exists(file)) {
        return new FileContent.Missing();
      }
      var bytes = Files.readAllBytes(file);
      int kept = (int) Math.min(bytes.length, maxBytes);
      return new FileContent.Found(Arrays.copyOf(bytes, kept), bytes.length);
    } catch (IOException e) {
      return new FileContent.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void write(String weaverId, String path, byte[] content) {
    try {
      Files.write(workspace.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream archive(String weaverId, String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String weaverId) {}

  @Override
  public List<String> list() {
    return List.of("one");
  }

  @Override
  public void close() {}
}
