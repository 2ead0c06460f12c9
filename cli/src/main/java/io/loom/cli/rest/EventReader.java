package io.loom.cli.rest;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Cuts one connection's bytes into server-sent events. A frame that the connection's end cuts off
/// is dropped, as if it had never begun.
final class EventReader {
  /// A frame and its `id`, which is 0 when it had none.
  record Frame(long id, ServerEvent event) {}

  private final BufferedReader lines;

  EventReader(InputStream bytes) {
    this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  /// Waits for the next frame.
  ///
  /// @throws EOFException when the stream ended
  Frame read() throws IOException {
    long id = 0;
    var name = "message";
    var data = new StringBuilder();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (data.length() > 0) {
          return frame(id, name, data.toString());
        }
      } else if (line.startsWith(":")) {
        return frame(0, ServerEvent.KEEPALIVE, "");
      } else if (line.startsWith("id:")) {
        id = number(value(line));
      } else if (line.startsWith("event:")) {
        name = value(line);
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(value(line));
      }
    }
    throw new EOFException("the stream ended");
  }

  private static Frame frame(long id, String name, String data) {
    return new Frame(
        id, new ServerEvent(name, Json.parse(data).orElseGet(MissingNode::getInstance)));
  }

  private static String value(String line) {
    var value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
