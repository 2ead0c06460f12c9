package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One connection of a client inside a weaver to its proxy. Used by one thread.
final class ProxyConnection {
  private static final int LONGEST_HEAD = 32_768;

  private final SocketChannel client;
  private final EgressGate gate;
  private final ByteBuffer received = ByteBuffer.allocate(LONGEST_HEAD);

  ProxyConnection(SocketChannel client, EgressGate gate) {
    this.client = client;
    this.gate = gate;
  }

  void serve() throws IOException {
    int end = readHead();
    if (end < 0) {
      return;
    }
    var head = new String(received.array(), 0, end, ISO_8859_1);
    ProxyRequest request;
    try {
      request = ProxyRequest.parse(head);
    } catch (IllegalArgumentException e) {
      answer("400 Bad Request", String.valueOf(e.getMessage()));
      return;
    }
    try (var target = gate.connect(request.target())) {
      begin(request, target);
      // What the client sent after the head is the target's already.
      received.flip().position(end + 4);
      write(target, received);
      exchange(target);
    } catch (EgressGate.Refused e) {
      answer("403 Forbidden", String.valueOf(e.getMessage()));
    }
  }

  private void begin(ProxyRequest request, SocketChannel target) throws IOException {
    switch (request) {
      case ProxyRequest.Tunnel _ ->
          write(client, ByteBuffer.wrap("HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1)));
      case ProxyRequest.Forward(_, var head) ->
          write(target, ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
    }
  }

  /// Where the head ends; -1 when the client hung up or sends no end of it.
  private int readHead() throws IOException {
    while (received.hasRemaining() && client.read(received) >= 0) {
      int end =
          new String(received.array(), 0, received.position(), ISO_8859_1).indexOf("\r\n\r\n");
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  /// Both directions at once, until both have ended.
  private void exchange(SocketChannel target) throws IOException {
    var upward = Thread.ofVirtual().name("weaver-upward").start(() -> pump(client, target));
    pump(target, client);
    try {
      upward.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    var buffer = ByteBuffer.allocate(16_384);
    try {
      while (from.read(buffer) >= 0) {
        write(to, buffer.flip());
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException _) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      // Closing is all: a direction that broke ends the other too.
    } catch (IOException _) {
      // They are of no more use either way.
    }
  }

  private void answer(String status, String sentence) throws IOException {
    var body = (sentence + "\n").getBytes(UTF_8);
    var head =
        "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, body.length);
    write(client, ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
    write(client, ByteBuffer.wrap(body));
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
