package io.loom.server.sso;

import static org.awaitility.Awaitility.await;

import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Debian's glewlwyd, a provider of OpenID Connect, in a folder and on a port of its own.
final class Glewlwyd implements OidcProvider {
  private static final Path TABLES =
      Path.of("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3");
  private static final String MODULES = "/usr/lib/glewlwyd";

  private final Path folder;
  private final URI root;
  private final Process process;
  private final CookieManager adminCookies = new CookieManager();

  Glewlwyd(Path folder) {
    this.folder = folder;
    this.root = URI.create("http://localhost:" + freePort());
    try {
      makeDatabase();
      var settings = folder.resolve("glewlwyd.conf");
      Files.writeString(settings, settings());
      process =
          new ProcessBuilder("glewlwyd", "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("glewlwyd.log").toFile())
              .start();
      await().atMost(Duration.ofSeconds(30)).until(this::isUp);
      configure();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeDatabase() throws IOException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("g.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate(Files.readString(TABLES));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private String settings() {
    return """
    port=%d
    bind_address="127.0.0.1"
    external_url="%s"
    login_url="login.html"
    api_prefix="api"
    cookie_secure=0
    log_mode="console"
    log_level="WARNING"
    admin_scope="g_admin"
    profile_scope="g_profile"
    user_module_path="%s/user"
    client_module_path="%s/client"
    user_auth_scheme_module_path="%s/scheme"
    plugin_module_path="%s/plugin"
    hash_algorithm="SHA512"
    login_api_enabled=true
    database={ type="sqlite3" path="%s" }
    """
        .formatted(
            root.getPort(), root, MODULES, MODULES, MODULES, MODULES, folder.resolve("g.db"));
  }

  private boolean isUp() {
    try {
      return send(HttpClient.newHttpClient(), HttpRequest.newBuilder(root.resolve("/config")))
              .statusCode()
          == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private void configure() {
    try (var admin = HttpClient.newBuilder().cookieHandler(adminCookies).build()) {
      call(admin, "POST", "/api/auth/", Map.of("username", "admin", "password", "password"));
      call(
          admin,
          "POST",
          "/api/mod/plugin/",
          Map.of("module", "oidc", "name", "oidc", "display_name", "oidc", "parameters", plugin()));
      for (var name : List.of("alice", "bob")) {
        call(
            admin,
            "POST",
            "/api/user/",
            Map.of(
                "username",
                name,
                "password",
                "password of " + name,
                "name",
                name,
                "email",
                name + "@example.com",
                "scope",
                List.of("openid", "g_profile"),
                "enabled",
                true));
      }
      call(
          admin,
          "POST",
          "/api/client/",
          Map.of(
              "client_id", CLIENT,
              "name", "Loom",
              "confidential", true,
              "client_secret", CLIENT_SECRET.reveal(),
              "enabled", true,
              "scope", List.of("openid"),
              "redirect_uri", List.of(LOOM + "/api/v1/auth/sso/callback"),
              "authorization_type", List.of("code"),
              "token_endpoint_auth_method", List.of("client_secret_basic", "client_secret_post")));
    }
  }

  private Map<String, Object> plugin() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      return Map.ofEntries(
          Map.entry("iss", issuer().toString()),
          Map.entry("jwt-type", "rsa"),
          Map.entry("jwt-key-size", "256"),
          Map.entry("key", pem("PRIVATE KEY", pair.getPrivate())),
          Map.entry("cert", pem("PUBLIC KEY", pair.getPublic())),
          Map.entry("access-token-duration", 300),
          Map.entry("refresh-token-duration", 300),
          Map.entry("code-duration", 60),
          Map.entry("refresh-token-rolling", false),
          Map.entry("auth-type-code-enabled", true),
          Map.entry("auth-type-token-enabled", false),
          Map.entry("auth-type-refresh-enabled", false),
          Map.entry("allow-non-oidc", false),
          Map.entry("jwks-show", true),
          Map.entry("subject-type", "public"),
          Map.entry("pkce-allowed", true),
          Map.entry("pkce-method-plain-allowed", false),
          Map.entry("pkce-required", true),
          Map.entry(
              "claims",
              List.of(
                  Map.of(
                      "name",
                      "preferred_username",
                      "user-property",
                      "username",
                      "type",
                      "string",
                      "mandatory",
                      true,
                      "on-demand",
                      false,
                      "scope",
                      List.of()))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, Key key) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()), kind);
  }

  @Override
  public URI issuer() {
    return root.resolve("/api/oidc");
  }

  /// What its login page does with a name, a password and the consent of who has them.
  @Override
  public URI signIn(URI authorization, String username) {
    try (var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      call(
          browser,
          "POST",
          "/api/auth/",
          Map.of("username", username, "password", "password of " + username));
      call(browser, "PUT", "/api/auth/grant/" + CLIENT + "/", Map.of("scope", "openid"));
      var answer = send(browser, HttpRequest.newBuilder(URI.create(authorization + "&g_continue")));
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }
  }

  private void call(HttpClient client, String method, String path, Map<String, Object> body) {
    var answer =
        send(
            client,
            HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body))));
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          "glewlwyd answers %s with %d: %s".formatted(path, answer.statusCode(), answer.body()));
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
