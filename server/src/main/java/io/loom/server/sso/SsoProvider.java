package io.loom.server.sso;

import com.nimbusds.jose.jwk.JWKSet;
import io.loom.base.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The provider, as this server talks to it. Safe for many threads. Whoever makes one closes it.
final class SsoProvider implements AutoCloseable {
  private static final Duration DISCOVERY_LIFE = Duration.ofHours(1);
  private static final Duration KEYS_LIFE = Duration.ofMinutes(10);

  /// Tokens with made-up key names must not make us ask all the time.
  private static final Duration KEYS_LEAST_AGE = Duration.ofSeconds(30);

  /// What a provider says when it does not take us, rather than the code.
  private static final Set<String> CLIENT_ERRORS =
      Set.of("invalid_client", "unauthorized_client", "unsupported_grant_type");

  private final SsoConfig config;
  private final ProviderHttp http;
  private final Kept<Discovery> discovery;
  private final Kept<JWKSet> keys;

  SsoProvider(SsoConfig config, ProviderHttp http, InstantSource clock) {
    this.config = config;
    this.http = http;
    this.discovery = new Kept<>(DISCOVERY_LIFE, DISCOVERY_LIFE, this::fetchDiscovery, clock);
    this.keys = new Kept<>(KEYS_LIFE, KEYS_LEAST_AGE, this::fetchKeys, clock);
  }

  private Discovery fetchDiscovery() throws ProviderException {
    return Discovery.of(http.get(Discovery.address(config.issuer())), config.issuer());
  }

  private JWKSet fetchKeys() throws ProviderException {
    try {
      return JWKSet.parse(http.get(discovery.get().keys()).toString());
    } catch (ParseException | IllegalArgumentException e) {
      throw new ProviderException("The provider's keys cannot be read.", e);
    }
  }

  JWKSet keys() throws ProviderException {
    return keys.get();
  }

  /// The keys as they are now, for a token whose key is not among those we know.
  JWKSet freshKeys() throws ProviderException {
    return keys.getAnew();
  }

  /// Where a browser goes to sign in.
  URI authorization(Attempt attempt) throws ProviderException {
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", config.clientId());
    query.put("redirect_uri", config.callback());
    query.put("scope", String.join(" ", config.scopes()));
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", attempt.challenge());
    query.put("code_challenge_method", "S256");
    var address = discovery.get().authorization().toString();
    return URI.create(address + (address.contains("?") ? "&" : "?") + form(query));
  }

  /// Gives a code back for the token that says who somebody is.
  ///
  /// @return nothing when the provider does not take the code
  Optional<Secret> exchange(Secret code, Attempt attempt) throws ProviderException {
    var places = discovery.get();
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code.reveal());
    fields.put("redirect_uri", config.callback());
    fields.put("code_verifier", attempt.verifier().reveal());
    var request =
        HttpRequest.newBuilder(places.token())
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded");
    authenticate(request, fields, places);
    var answer = http.send(request.POST(BodyPublishers.ofString(form(fields))));
    if (answer.status() == 200) {
      var token = answer.body().path("id_token").asText("");
      if (token.isEmpty()) {
        throw new ProviderException("The provider gives no ID token.");
      }
      return Optional.of(new Secret(token));
    }
    if (isCodeRefused(answer)) {
      return Optional.empty();
    }
    throw new ProviderException(
        "The provider's token endpoint answers with status %d; see whether sso.client_id and"
                .formatted(answer.status())
            + " sso.client_secret are right.");
  }

  /// The standard says 400 and `invalid_grant`; not all providers do.
  private static boolean isCodeRefused(ProviderHttp.Answer answer) {
    var error = answer.body().path("error").asText("");
    return (answer.status() == 400 || answer.status() == 403)
        && !error.isEmpty()
        && !CLIENT_ERRORS.contains(error);
  }

  private void authenticate(
      HttpRequest.Builder request, Map<String, String> fields, Discovery places) {
    var secret = config.clientSecret();
    if (secret != null && places.takesBasic(secret)) {
      var pair = encode(config.clientId()) + ":" + encode(secret.reveal());
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
      return;
    }
    fields.put("client_id", config.clientId());
    if (secret != null) {
      fields.put("client_secret", secret.reveal());
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> encode(it.getKey()) + "=" + encode(it.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
