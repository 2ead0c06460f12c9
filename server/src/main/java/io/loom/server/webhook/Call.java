package io.loom.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import io.loom.server.webhook.Signature.Proof;
import java.io.IOException;

/// A call of a forge, as it came.
final class Call {
  private final WebhookForge forge;
  private final String event;
  private final String id;
  private final Proof proof;
  private final byte[] body;
  private final JsonNode payload;

  /// @param event the forge's own name of it
  /// @param id the forge's own id of the delivery
  /// @param body exactly as it came; the call keeps it
  Call(WebhookForge forge, String event, String id, Proof proof, byte[] body) {
    this.forge = forge;
    this.event = event;
    this.id = id;
    this.proof = proof;
    this.body = body;
    this.payload = read(body);
  }

  private static JsonNode read(byte[] body) {
    try {
      var payload = Json.mapper().readTree(body);
      return payload == null ? Json.mapper().missingNode() : payload;
    } catch (IOException _) {
      return Json.mapper().missingNode();
    }
  }

  WebhookForge forge() {
    return forge;
  }

  String event() {
    return event;
  }

  String id() {
    return id;
  }

  Proof proof() {
    return proof;
  }

  byte[] body() {
    return body;
  }

  /// The body as JSON; missing when it is none, since who calls is asked first.
  JsonNode payload() {
    return payload;
  }
}
