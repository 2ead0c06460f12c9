package io.loom.server.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the data of server-sent events, whatever the lines end with and wherever the network cuts
/// them. Comments and other fields are passed over.
final class EventStreamReader {
  private static final int CR = '\r';
  private static final int LF = '\n';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;
  private boolean afterCr;
  private boolean first = true;

  EventStreamReader(InputStream in) {
    this.in = in;
  }

  /// The data of the next event, or nothing at the end. An event that the end cuts short counts,
  /// for some servers leave out the last blank line.
  @Nullable String next() throws IOException {
    @Nullable StringBuilder data = null;
    while (true) {
      @Nullable String line = line();
      if (line == null || (line.isEmpty() && data != null)) {
        return data == null ? null : data.toString();
      }
      if (line.startsWith("data:")) {
        data = data == null ? new StringBuilder() : data.append('\n');
        data.append(line, line.startsWith("data: ") ? 6 : 5, line.length());
      }
    }
  }

  private @Nullable String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    int next = read();
    if (next == LF && afterCr) {
      next = read();
    }
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != CR && next != LF) {
      bytes.write(next);
      next = read();
    }
    afterCr = next == CR;
    return withoutMark(bytes.toString(StandardCharsets.UTF_8));
  }

  private String withoutMark(String line) {
    boolean marked = first && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
    first = false;
    return marked ? line.substring(1) : line;
  }

  private int read() throws IOException {
    if (position == limit) {
      limit = in.read(buffer);
      position = 0;
      if (limit <= 0) {
        limit = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xFF;
  }
}
