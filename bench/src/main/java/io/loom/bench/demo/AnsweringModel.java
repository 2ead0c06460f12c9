package io.loom.bench.demo;

import io.loom.base.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who answers the agents.
sealed interface AnsweringModel {
  /// How long the whole demo may take.
  Duration limit();

  /// How many runs of a bead may end without a result before the demo gives up.
  int failuresAllowed();

  /// The script of the example, played by `loom rehearse`.
  record Scripted() implements AnsweringModel {
    @Override
    public Duration limit() {
      return Duration.ofMinutes(5);
    }

    @Override
    public int failuresAllowed() {
      return 0;
    }
  }

  /// An OpenAI-compatible endpoint that the user named.
  ///
  /// @param model empty lets Loom take one from the endpoint's list
  /// @param apiKey absent for an endpoint that asks for none
  record Own(URI url, String model, @Nullable Secret apiKey) implements AnsweringModel {
    @Override
    public Duration limit() {
      return Duration.ofMinutes(60);
    }

    @Override
    public int failuresAllowed() {
      return 2;
    }
  }

  /// What `PROVIDER_URL`, `MODEL` and `API_KEY` say.
  static AnsweringModel of(Map<String, String> environment) throws DemoFailure {
    var address = environment.getOrDefault("PROVIDER_URL", "").strip();
    if (address.isEmpty()) {
      return new Scripted();
    }
    var key = new Secret(environment.getOrDefault("API_KEY", "").strip());
    return new Own(
        parse(address), environment.getOrDefault("MODEL", "").strip(), key.isBlank() ? null : key);
  }

  private static URI parse(String address) throws DemoFailure {
    try {
      var url = new URI(address);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp && url.getHost() != null && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Said below, with an example; the address itself may hold a key.
    }
    throw new DemoFailure(
        "PROVIDER_URL is no address of an OpenAI-compatible endpoint.",
        "Write it like http://localhost:11434/v1, and the key into API_KEY.");
  }
}
