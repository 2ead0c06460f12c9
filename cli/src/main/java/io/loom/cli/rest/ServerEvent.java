package io.loom.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;

/// Something that an event stream said.
///
/// @param name the kind of frame; `keepalive` for a sign of life
/// @param data an event of the log as a JSON object, or what the stream says about itself
public record ServerEvent(String name, JsonNode data) {
  static final String KEEPALIVE = "keepalive";

  /// Whether it is an event of the log, rather than word of the stream itself.
  public boolean isLogged() {
    return data.hasNonNull("type");
  }

  boolean isSignOfLife() {
    return name.equals(KEEPALIVE);
  }
}
