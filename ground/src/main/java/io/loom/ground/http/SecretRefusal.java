package io.loom.ground.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.loom.base.Secret;
import java.io.IOException;

/// Refuses to write a secret as JSON: whoever wants to show one reveals it first.
final class SecretRefusal extends JsonSerializer<Secret> {
  @Override
  public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    throw JsonMappingException.from(out, "a secret is not written as JSON");
  }
}
