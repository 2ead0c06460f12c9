package io.loom.ground.http;

import io.loom.base.ByteSize;
import java.time.Duration;

/// How much a client may send, and how long it may take.
///
/// @param read for a whole request to arrive, from its first byte
/// @param write for a piece of an answer to be taken; event streams are not limited by it
/// @param idle how long a connection may say nothing
/// @param body the largest request body
/// @param connections at the same time; further ones wait to be accepted
public record WebLimits(
    Duration read, Duration write, Duration idle, ByteSize body, int connections) {
  /// Of a request's first line and headers together.
  static final int HEADER_BYTES = 16 * 1024;

  /// What is enough for most.
  public static WebLimits usual(Duration idle, ByteSize body) {
    return new WebLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), idle, body, 16_384);
  }
}
