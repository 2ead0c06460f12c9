package io.loom.bench.rehearse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One answer, ready for the wire: the very bytes, so that it can be given again.
///
/// @param chunks the body; more than one goes out as a stream, each when it is due
record HttpAnswer(
    int status, String contentType, Map<String, String> headers, List<byte[]> chunks) {
  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream";

  HttpAnswer {
    headers = Map.copyOf(headers);
    chunks = List.copyOf(chunks);
  }

  static HttpAnswer of(int status, String contentType, String body) {
    return new HttpAnswer(
        status, contentType, Map.of(), List.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  boolean isStream() {
    return contentType.equals(EVENTS);
  }

  int length() {
    return chunks.stream().mapToInt(chunk -> chunk.length).sum();
  }
}
