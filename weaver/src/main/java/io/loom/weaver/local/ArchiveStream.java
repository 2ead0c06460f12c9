package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/// What `tar` prints in a sandbox, which lives until the stream is closed or its time is up. Used
/// by one thread.
///
/// An archive that was cut short ends with an exception, not as if it were whole.
final class ArchiveStream extends InputStream {
  /// GNU tar's word for files that changed while it read them.
  private static final int FILES_CHANGED = 1;

  private final Running running;
  private final ControlGroups.Group group;
  private final InputStream stream;
  private final KeptOutput complaints = new KeptOutput(4096);
  private final Thread complaintReader;
  private final Thread timer;
  private boolean ended;

  private ArchiveStream(Running running, ControlGroups.Group group) {
    this.running = running;
    this.group = group;
    this.stream = running.process().process().getInputStream();
    this.complaintReader =
        Thread.ofPlatform().daemon().name("weaver-tar-stderr").start(this::readComplaints);
    this.timer = Thread.ofVirtual().name("weaver-tar-timer").start(this::endInTime);
  }

  /// Returns when the archive has begun, so that what is not there is noticed here.
  static ArchiveStream open(Running running, ControlGroups.Group group) throws IOException {
    var archive = new ArchiveStream(running, group);
    try {
      if (archive.stream.read() != InnerCommand.STARTED) {
        archive.finish();
        throw new IOException("The sandbox could not be built: " + archive.complaint());
      }
      return archive;
    } catch (IOException e) {
      archive.close();
      throw e;
    }
  }

  private void readComplaints() {
    var buffer = new byte[4096];
    try (var errors = running.process().process().getErrorStream()) {
      for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
        complaints.add(buffer, 0, count);
      }
    } catch (IOException _) {
      // The sandbox ended; what came before is kept.
    }
  }

  private void endInTime() {
    var time = running.weaver().spec().limits().time();
    try {
      if (!running.process().process().waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
        running.process().end();
      }
    } catch (InterruptedException _) {
      // Closed before its time.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = stream.read(bytes, offset, length);
    if (count < 0 && !ended) {
      finish();
      int code = running.process().process().exitValue();
      if (code != 0 && code != FILES_CHANGED) {
        throw new IOException("The archive is not whole: " + complaint());
      }
    }
    return count;
  }

  private void finish() throws IOException {
    ended = true;
    try {
      running.process().process().waitFor();
      complaintReader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted at the end of an archive", e);
    }
  }

  private String complaint() {
    return new String(complaints.bytes(), UTF_8).strip();
  }

  @Override
  public void close() throws IOException {
    timer.interrupt();
    try (group;
        running) {
      stream.close();
    }
  }
}
