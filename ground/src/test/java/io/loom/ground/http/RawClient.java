package io.loom.ground.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A socket, for what no client library would send.
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;

  private final Socket socket;

  RawClient(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MS);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// The first line of the next answer; empty when the server closed instead.
  String statusLine() throws IOException {
    var line = new ByteArrayOutputStream();
    int next = socket.getInputStream().read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = socket.getInputStream().read();
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /// All that comes until the server closes.
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// Bytes that the server has sent are left where they are.
  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
