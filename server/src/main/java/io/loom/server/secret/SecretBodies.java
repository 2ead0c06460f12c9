package io.loom.server.secret;

import io.loom.api.SecretRequest;
import io.loom.base.Secret;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.server.secret.SecretScope.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what the API is given about secrets.
final class SecretBodies {
  static final int LARGEST_VALUE = 64 * 1024;
  private static final int LONGEST_DESCRIPTION = 1000;
  private static final String SCOPES = "scope is org, project or weaver";

  private SecretBodies() {}

  static SecretRequest require(@Nullable SecretRequest request) {
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("Send a JSON object.", Map.of());
    }
    return request;
  }

  /// Refuses a body that makes no new secret.
  static void checkNew(SecretRequest request) {
    var invalid = new Invalid();
    if (Kind.find(request.scope()).isEmpty()) {
      invalid.add("scope", SCOPES);
    }
    if (!SecretScope.isId(orEmpty(request.scopeId()))) {
      invalid.add("scope_id", "scope_id is the id of the organisation, project or weaver");
    }
    if (!SecretName.isName(orEmpty(request.name()))) {
      invalid.add("name", SecretName.RULE);
    }
    if (request.value() == null) {
      invalid.add("value", "value is required");
    }
    checkTexts(invalid, request);
    invalid.check();
  }

  /// Refuses a body that changes nothing, or what the path says.
  static void checkChange(SecretRequest request) {
    var invalid = new Invalid();
    if (request.scope() != null || request.scopeId() != null || request.name() != null) {
      invalid.add("name", "scope, scope_id and name are in the path and never change");
    }
    if (request.value() == null && request.description() == null) {
      invalid.add("value", "value or description is required");
    }
    checkTexts(invalid, request);
    invalid.check();
  }

  private static void checkTexts(Invalid invalid, SecretRequest request) {
    var value = orEmpty(request.value());
    if (request.value() != null && value.isEmpty()) {
      invalid.add("value", "value must not be empty; DELETE removes a secret");
    }
    if (value.length() > LARGEST_VALUE
        || value.getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE) {
      invalid.add("value", "value is larger than 64 KiB");
    }
    if (value.indexOf('\0') >= 0) {
      invalid.add("value", "value must not contain a zero byte");
    }
    if (orEmpty(request.description()).length() > LONGEST_DESCRIPTION) {
      invalid.add("description", "description is longer than 1000 characters");
    }
  }

  static SecretScope scope(@Nullable String kind, @Nullable String id) {
    var text = orEmpty(id);
    if (!SecretScope.isId(text)) {
      throw Invalid.field("scope_id", "scope_id is the id of the organisation, project or weaver.");
    }
    return new SecretScope(
        Kind.find(kind).orElseThrow(() -> Invalid.field("scope", SCOPES + ".")), text);
  }

  static Secret value(SecretRequest request) {
    return new Secret(orEmpty(request.value()));
  }

  static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
