package io.loom.ground.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/// JSON as it is taken from strangers: what two readers could understand differently, what no
/// database can store and what costs more than it says is refused.
final class RequestJson {
  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_STRING = 80_000_000;

  private RequestJson() {}

  static ObjectMapper mapper() {
    var mapper = Json.mapper().copy();
    mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(LONGEST_STRING)
                .build());
    mapper.registerModule(
        new SimpleModule("request-texts")
            .addDeserializer(String.class, new Texts())
            .addKeyDeserializer(String.class, new Keys()));
    return mapper;
  }

  private static String checked(String text, DeserializationContext context)
      throws JsonMappingException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !paired)) {
        throw JsonMappingException.from(
            context,
            "not a text",
            new IllegalArgumentException(
                "Texts hold no NUL and no half of a surrogate pair; one of the request does."));
      }
      i += paired ? 1 : 0;
    }
    return text;
  }

  private static final class Texts extends StdScalarDeserializer<String> {
    Texts() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return checked(StringDeserializer.instance.deserialize(parser, context), context);
    }
  }

  private static final class Keys extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
      return checked(key, context);
    }
  }
}
