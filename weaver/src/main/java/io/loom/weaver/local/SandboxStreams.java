package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loom.weaver.ExecRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The three streams of one command: what it reads is written, what it prints is always taken, kept
/// or not, so that it never waits for us.
///
/// Each has a platform thread, because reading a pipe holds a virtual thread's carrier.
final class SandboxStreams {
  private final KeptOutput stdout;
  private final KeptOutput stderr;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean started;

  private SandboxStreams(long limit) {
    stdout = new KeptOutput(limit);
    stderr = new KeptOutput(limit);
  }

  static SandboxStreams open(SandboxProcess sandbox, ExecRequest request) {
    var streams = new SandboxStreams(request.limits().output().bytes());
    var process = sandbox.process();
    streams.run("stdout", () -> streams.keepStdout(process.getInputStream()));
    streams.run("stderr", () -> keep(process.getErrorStream(), streams.stderr));
    streams.run("stdin", () -> write(process, request.input()));
    return streams;
  }

  private void run(String name, Runnable work) {
    threads.add(Thread.ofPlatform().daemon().name("weaver-" + name).start(work));
  }

  /// Waits until all has been read, which is soon after the sandbox has ended.
  void await() throws InterruptedException {
    for (var thread : threads) {
      thread.join();
    }
  }

  /// Whether the sandbox was built and the command's turn came.
  boolean started() {
    return started;
  }

  byte[] stdout() {
    return stdout.bytes();
  }

  byte[] stderr() {
    return stderr.bytes();
  }

  String errorText() {
    return new String(stderr.bytes(), UTF_8).strip();
  }

  boolean says(String beginning) {
    return new String(stderr.bytes(), UTF_8).startsWith(beginning);
  }

  long dropped() {
    return stdout.dropped() + stderr.dropped();
  }

  private void keepStdout(InputStream stream) {
    try {
      started = stream.read() == InnerCommand.STARTED;
    } catch (IOException _) {
      return;
    }
    keep(stream, stdout);
  }

  private static void keep(InputStream stream, KeptOutput output) {
    var buffer = new byte[65_536];
    try {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        output.add(buffer, 0, count);
      }
    } catch (IOException _) {
      // The sandbox ended while we read; what came before is kept.
    }
  }

  private static void write(Process process, byte[] input) {
    try (var stream = process.getOutputStream()) {
      stream.write(input);
    } catch (IOException _) {
      // The command did not want all of it.
    }
  }
}
