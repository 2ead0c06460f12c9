package io.loom.server.provider;

import io.loom.api.ProviderRequest;
import io.loom.base.ProblemException;
import io.loom.base.Secret;
import io.loom.ground.http.Invalid;
import io.loom.server.provider.Provider.Settings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What somebody wants a provider to be; what is absent stays as it is.
///
/// @param apiKey blank removes the key
/// @param contextWindow 0 takes what the provider says
/// @param promptPrice micro-dollars for a million tokens
/// @param completionPrice micro-dollars for a million tokens
public record ProviderChange(
    @Nullable String name,
    Provider.@Nullable Type type,
    @Nullable String endpoint,
    @Nullable Secret apiKey,
    @Nullable String model,
    @Nullable String description,
    @Nullable Boolean streaming,
    @Nullable Integer contextWindow,
    @Nullable Long promptPrice,
    @Nullable Long completionPrice) {
  /// What a header may carry: no blanks, no line ends, nothing but ASCII.
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,4096}");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HIGHEST_PRICE = BigDecimal.valueOf(10_000);
  private static final int LARGEST_WINDOW = 100_000_000;

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// @throws ProblemException naming all fields that are wrong
  public static ProviderChange parse(ProviderRequest request) {
    var invalid = new Invalid();
    var type = type(invalid, request.type());
    var endpoint = endpoint(invalid, request.endpoint());
    var key = key(invalid, request.apiKey());
    var window = window(invalid, request.contextWindow());
    var both = price(invalid, "cost_per_mtoken", request.costPerMtoken());
    var prompt = price(invalid, "prompt_usd_per_mtoken", request.promptUsdPerMtoken());
    var completion = price(invalid, "completion_usd_per_mtoken", request.completionUsdPerMtoken());
    invalid.check();
    return new ProviderChange(
        stripped(request.name()),
        type,
        endpoint,
        key,
        stripped(request.model()),
        stripped(request.description()),
        request.supportsStreaming(),
        window,
        prompt == null ? both : prompt,
        completion == null ? both : completion);
  }

  private static Provider.@Nullable Type type(Invalid invalid, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    var type = Provider.Type.find(text.strip());
    if (type.isEmpty()) {
      var known =
          Arrays.stream(Provider.Type.values())
              .map(Provider.Type::wireName)
              .collect(Collectors.joining(", "));
      invalid.add("type", "type is one of %s".formatted(known));
    }
    return type.orElse(null);
  }

  private static @Nullable String endpoint(Invalid invalid, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      // Only checked here: the form in which it is kept depends on the type.
      Endpoint.parse(Provider.Type.OPENAI, text);
    } catch (IllegalArgumentException e) {
      invalid.add("endpoint", String.valueOf(e.getMessage()));
    }
    return text;
  }

  private static @Nullable Secret key(Invalid invalid, @Nullable String text) {
    if (text == null) {
      return null;
    }
    var key = text.strip();
    if (!key.isEmpty() && !KEY.matcher(key).matches()) {
      invalid.add("api_key", "api_key has at most 4096 characters, all of them printable ASCII");
    }
    return new Secret(key);
  }

  private static @Nullable Integer window(Invalid invalid, @Nullable Integer tokens) {
    if (tokens != null && (tokens < 0 || tokens > LARGEST_WINDOW)) {
      invalid.add("context_window", "context_window is between 0 and " + LARGEST_WINDOW);
    }
    return tokens;
  }

  private static @Nullable Long price(Invalid invalid, String field, @Nullable BigDecimal dollars) {
    if (dollars == null) {
      return null;
    }
    if (dollars.signum() < 0 || dollars.compareTo(HIGHEST_PRICE) > 0) {
      invalid.add(field, "%s is between 0 and %s dollars".formatted(field, HIGHEST_PRICE));
      return null;
    }
    return dollars.multiply(MICROS).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  /// The settings of a new provider.
  ///
  /// @throws IllegalStateException without an endpoint
  Settings toSettings(String id) {
    if (endpoint == null) {
      throw new IllegalStateException("a new provider without an endpoint");
    }
    return on(new Settings(id, Provider.Type.LOCAL, endpoint, "", "", true, null, 0, 0));
  }

  /// These settings with the change made.
  Settings on(Settings before) {
    var newType = type == null ? before.type() : type;
    @Nullable Integer window = contextWindow == null ? before.contextWindow() : contextWindow;
    return new Settings(
        name == null || name.isEmpty() ? before.name() : name,
        newType,
        Endpoint.parse(newType, endpoint == null ? before.endpoint() : endpoint),
        model == null ? before.model() : model,
        description == null ? before.description() : description,
        streaming == null ? before.streaming() : streaming,
        window == null || window == 0 ? null : window,
        promptPrice == null ? before.promptPrice() : promptPrice,
        completionPrice == null ? before.completionPrice() : completionPrice);
  }
}
