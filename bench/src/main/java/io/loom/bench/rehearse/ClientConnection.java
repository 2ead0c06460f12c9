package io.loom.bench.rehearse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One client's connection, spoken as HTTP/1.1.
///
/// Done by hand because no HTTP server tells what a rehearsal needs: that the client has left while
/// the model is still thinking. Nor do they let go of a connection in the midst of an answer. Used
/// by one thread, which owns it; only `close` may come from another.
final class ClientConnection implements AutoCloseable {
  private static final int MAX_LINE = 65_536;
  private static final int MAX_BODY = 64 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  ClientConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /// The next request, or null when the client has no more.
  @Nullable HttpRequest read() throws IOException {
    var line = readLine();
    if (line == null) {
      return null;
    }
    var parts = line.split(" ", 3);
    if (parts.length < 3) {
      throw new ProtocolException("not a request line: " + line);
    }
    var headers = readHeaders();
    if (headers.containsKey("expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    var path = parts[1].split("\\?", 2)[0];
    return new HttpRequest(parts[0], path, headers, readBody(headers));
  }

  /// Waits, and says whether the client is still there. A client that closes its sending side has
  /// left, as far as this server can tell.
  boolean staysFor(Duration time) {
    if (time.isZero()) {
      return true;
    }
    long end = System.nanoTime() + time.toNanos();
    try {
      socket.setSoTimeout(Math.toIntExact(Math.max(1, time.toMillis())));
      in.mark(1);
      if (in.read() < 0) {
        return false;
      }
      in.reset();
      socket.setSoTimeout(0);
      Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      return true;
    } catch (SocketTimeoutException _) {
      return forgetTimeout();
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void send(HttpAnswer answer) throws IOException {
    writeHead(answer);
    for (var chunk : answer.chunks()) {
      writeChunk(answer, chunk, chunk.length);
    }
    if (answer.isStream()) {
      out.write("0\r\n\r\n".getBytes(ISO_8859_1));
    }
    out.flush();
  }

  /// Sends so many bytes of the body; the caller then closes the connection.
  void sendPart(HttpAnswer answer, int bytes) throws IOException {
    writeHead(answer);
    int left = bytes;
    for (var chunk : answer.chunks()) {
      int length = Math.min(left, chunk.length);
      if (length > 0) {
        writeChunk(answer, chunk, length);
      }
      left -= length;
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private boolean forgetTimeout() {
    try {
      socket.setSoTimeout(0);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void writeHead(HttpAnswer answer) throws IOException {
    var head = new StringBuilder();
    head.append("HTTP/1.1 ").append(answer.status()).append(" \r\n");
    head.append("Content-Type: ").append(answer.contentType()).append("\r\n");
    answer
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (answer.isStream()) {
      head.append("Transfer-Encoding: chunked\r\n\r\n");
    } else {
      head.append("Content-Length: ").append(answer.length()).append("\r\n\r\n");
    }
    out.write(head.toString().getBytes(ISO_8859_1));
  }

  private void writeChunk(HttpAnswer answer, byte[] chunk, int length) throws IOException {
    if (!answer.isStream()) {
      out.write(chunk, 0, length);
      return;
    }
    out.write("%x\r\n".formatted(length).getBytes(ISO_8859_1));
    out.write(chunk, 0, length);
    out.write("\r\n".getBytes(ISO_8859_1));
    out.flush();
  }

  private Map<String, String> readHeaders() throws IOException {
    var headers = new HashMap<String, String>();
    for (var line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("not a header: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] readBody(Map<String, String> headers) throws IOException {
    var body = new ByteArrayOutputStream();
    if (headers.containsKey("transfer-encoding")) {
      for (int size = readSize(16); size > 0; size = readSize(16)) {
        readInto(body, size);
        readLine();
      }
      readLine();
    } else if (headers.containsKey("content-length")) {
      readInto(body, size(headers.getOrDefault("content-length", "0"), 10));
    }
    return body.toByteArray();
  }

  private int readSize(int radix) throws IOException {
    var line = readLine();
    return size(line == null ? "0" : line.split(";", 2)[0].strip(), radix);
  }

  private static int size(String text, int radix) throws ProtocolException {
    try {
      return Integer.parseUnsignedInt(text, radix);
    } catch (NumberFormatException e) {
      throw (ProtocolException) new ProtocolException("not a size: " + text).initCause(e);
    }
  }

  private void readInto(ByteArrayOutputStream body, int size) throws IOException {
    if (size < 0 || size > MAX_BODY - body.size()) {
      throw new ProtocolException("a body of more than %d bytes".formatted(MAX_BODY));
    }
    var part = in.readNBytes(size);
    if (part.length < size) {
      throw new EOFException("the client left within its body");
    }
    body.writeBytes(part);
  }

  private @Nullable String readLine() throws IOException {
    var line = new ByteArrayOutputStream(80);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (line.size() == MAX_LINE) {
        throw new ProtocolException("a line of more than %d bytes".formatted(MAX_LINE));
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
