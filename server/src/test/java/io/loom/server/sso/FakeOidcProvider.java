package io.loom.server.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// A provider that keeps the rules, and can be told to break each of them.
final class FakeOidcProvider implements OidcProvider {
  /// Signs an ID token, or whatever is given out as one.
  interface Signing {
    String sign(JWTClaimsSet claims) throws JOSEException;
  }

  private record Grant(Map<String, String> request, String username) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final InstantSource clock;
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, HttpHandler> replaced = new ConcurrentHashMap<>();
  private final List<RSAKey> keys = new ArrayList<>();
  private final Map<String, Object> discovery = new LinkedHashMap<>();

  private volatile Consumer<JWTClaimsSet.Builder> claims = _ -> {};
  private volatile Signing signing = this::sign;

  FakeOidcProvider(InstantSource clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    rotateKey();
    discovery.put("issuer", issuer().toString());
    discovery.put("authorization_endpoint", issuer() + "/authorize");
    discovery.put("token_endpoint", issuer() + "/token");
    discovery.put("jwks_uri", issuer() + "/keys");
  }

  @Override
  public URI issuer() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// Signs with a new key from now on, and forgets the old one.
  void rotateKey() {
    try {
      keys.clear();
      keys.add(
          new RSAKeyGenerator(2048)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  RSAKey key() {
    return keys.getFirst();
  }

  /// Says more, or something else, about people.
  void claims(Consumer<JWTClaimsSet.Builder> change) {
    claims = change;
  }

  void signing(Signing other) {
    signing = other;
  }

  void discovery(String field, Object value) {
    discovery.put(field, value);
  }

  /// Answers a path in another way.
  void on(String path, HttpHandler handler) {
    replaced.put(path, handler);
  }

  String sign(JWTClaimsSet claims) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key().getKeyID()).build();
    var token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key()));
    return token.serialize();
  }

  @Override
  public URI signIn(URI authorization, String username) {
    var page = send(HttpRequest.newBuilder(authorization).build());
    var fields = new HashMap<String, String>();
    fields.put("request", page.replaceAll("(?s).*name=\"request\" value=\"([^\"]*)\".*", "$1"));
    fields.put("username", username);
    fields.put("password", "password of " + username);
    var form =
        HttpRequest.newBuilder(issuer().resolve("/authorize"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(fields)))
            .build();
    return URI.create(send(form));
  }

  /// The body, or where it leads to.
  private String send(HttpRequest request) {
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      return answer.headers().firstValue("Location").orElseGet(answer::body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var other = replaced.get(path);
      if (other != null) {
        other.handle(exchange);
        return;
      }
      switch (exchange.getRequestMethod() + " " + path) {
        case "GET /.well-known/openid-configuration" -> json(exchange, 200, Json.write(discovery));
        case "GET /keys" -> json(exchange, 200, publicKeys());
        case "GET /authorize" -> authorize(exchange);
        case "POST /authorize" -> signIn(exchange);
        case "POST /token" -> token(exchange);
        default -> json(exchange, 404, "{}");
      }
    }
  }

  private String publicKeys() {
    return new JWKSet(List.<JWK>copyOf(keys)).toString();
  }

  private static void authorize(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getRawQuery();
    answer(
        exchange,
        200,
        "text/html",
        "<form method=post><input type=hidden name=\"request\" value=\"%s\">"
            .formatted(URLEncoder.encode(query, StandardCharsets.UTF_8)));
  }

  private void signIn(HttpExchange exchange) throws IOException {
    var form = fields(body(exchange));
    var request =
        fields(URLDecoder.decode(form.getOrDefault("request", ""), StandardCharsets.UTF_8));
    var isRight =
        CLIENT.equals(request.get("client_id"))
            && (LOOM + "/api/v1/auth/sso/callback").equals(request.get("redirect_uri"))
            && "code".equals(request.get("response_type"))
            && "S256".equals(request.get("code_challenge_method"))
            && ("password of " + form.get("username")).equals(form.get("password"));
    var back = new LinkedHashMap<String, String>();
    if (isRight) {
      var code = UUID.randomUUID().toString();
      codes.put(code, new Grant(request, form.getOrDefault("username", "")));
      back.put("code", code);
      back.put("iss", issuer().toString());
    } else {
      back.put("error", "access_denied");
    }
    back.put("state", request.getOrDefault("state", ""));
    exchange.getResponseHeaders().set("Location", request.get("redirect_uri") + "?" + form(back));
    exchange.sendResponseHeaders(302, -1);
  }

  private void token(HttpExchange exchange) throws IOException {
    var form = fields(body(exchange));
    if (!basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    var grant = codes.remove(form.getOrDefault("code", ""));
    if (grant == null
        || !challenge(form.getOrDefault("code_verifier", ""))
            .equals(grant.request().get("code_challenge"))
        || !form.getOrDefault("redirect_uri", "").equals(grant.request().get("redirect_uri"))) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    try {
      var token = signing.sign(claims(grant));
      json(
          exchange,
          200,
          Json.write(Map.of("id_token", token, "access_token", "x", "token_type", "Bearer")));
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private JWTClaimsSet claims(Grant grant) {
    var now = clock.instant();
    var builder =
        new JWTClaimsSet.Builder()
            .issuer(issuer().toString())
            .subject("subject of " + grant.username())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", grant.request().get("nonce"))
            .claim("preferred_username", grant.username())
            .claim("email", grant.username() + "@example.com")
            .claim("email_verified", true);
    claims.accept(builder);
    return builder.build();
  }

  private static String basic() {
    var pair = CLIENT + ":" + URLEncoder.encode(CLIENT_SECRET.reveal(), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest(verifier.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  static void json(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, "application/json", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String form(Map<String, String> fields) {
    var pairs = new ArrayList<String>();
    fields.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  private static Map<String, String> fields(String form) {
    var fields = new HashMap<String, String>();
    for (var pair : form.split("&", -1)) {
      var parts = pair.split("=", 2);
      fields.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    client.close();
  }
}
