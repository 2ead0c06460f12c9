package io.loom.server.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.auth.AuthWorld;
import io.loom.server.user.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A server whose people sign in at a provider.
final class SsoWorld implements AutoCloseable {
  static final String LOGIN = "/api/v1/auth/sso/login";
  static final RoleMapping VIEWERS =
      new RoleMapping("groups", Set.of(), Set.of(), Set.of(), Role.VIEWER);

  final AuthWorld auth;
  private final List<SsoFeature> features = new ArrayList<>();

  /// @param config absent where no provider is configured
  SsoWorld(DatabaseKind kind, @Nullable SsoConfig config) {
    auth =
        new AuthWorld(
            kind,
            AuthWorld.REQUIRED,
            AuthWorld.SECRETS,
            world -> {
              var feature =
                  SsoFeature.create(
                      config,
                      world.database,
                      world.users.service(),
                      world.auth.signIns(),
                      world.events.log(),
                      world.clock);
              features.add(feature);
              return List.of(feature.resource());
            });
  }

  static SsoConfig config(OidcProvider provider) {
    return new SsoConfig(
        provider.issuer(),
        OidcProvider.CLIENT,
        OidcProvider.CLIENT_SECRET,
        OidcProvider.LOOM,
        List.of("openid"),
        "preferred_username",
        Set.of(),
        VIEWERS,
        true,
        false,
        "Sign in with Example",
        Duration.ofSeconds(5));
  }

  /// Somebody's browser: it keeps the cookies of this server and follows nothing by itself.
  final class Browser {
    private String attempt = "";
    private String session = "";

    /// Another one with the same cookies.
    Browser copy() {
      var copy = new Browser();
      copy.attempt = attempt;
      copy.session = session;
      return copy;
    }

    /// @return where it is sent
    URI leave(String query) {
      var answer = get(LOGIN + query);
      assertThat(answer.statusCode()).isEqualTo(303);
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /// Opens the address at Loom that the provider sent it to.
    HttpResponse<String> comeBack(URI callback) {
      assertThat(callback.toString()).startsWith(OidcProvider.LOOM + "/api/v1/auth/sso/callback?");
      return get(callback.getRawPath() + "?" + callback.getRawQuery());
    }

    HttpResponse<String> get(String path) {
      var request =
          HttpRequest.newBuilder(auth.uri().resolve(path)).header("Accept", "text/html,*/*;q=0.8");
      var cookies = new ArrayList<>(List.of(attempt, session));
      cookies.removeIf(String::isEmpty);
      if (!cookies.isEmpty()) {
        request.header("Cookie", String.join("; ", cookies));
      }
      var answer = auth.exchange(request.build());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return answer;
    }

    private void keep(String header) {
      var pair = header.replaceFirst(";.*", "");
      var kept = header.contains("Max-Age=0") ? "" : pair;
      if (pair.startsWith(SsoCookie.NAME + "=")) {
        attempt = kept;
      } else {
        session = kept;
      }
    }

    String username() {
      return auth.send(auth.request("/api/v1/auth/me").header("Cookie", session)).text("username");
    }

    /// @return the status of the answer
    int logout() {
      var csrf =
          auth.send(auth.request("/api/v1/auth/csrf").header("Cookie", session)).text("csrf_token");
      return auth.send(
              auth.request("/api/v1/auth/logout")
                  .header("Cookie", session)
                  .header("X-CSRF-Token", csrf)
                  .POST(HttpRequest.BodyPublishers.noBody()))
          .status();
    }

    boolean isSignedIn() {
      return !session.isEmpty();
    }
  }

  Browser browser() {
    return new Browser();
  }

  /// Goes the whole way.
  HttpResponse<String> signIn(OidcProvider provider, Browser browser, String username) {
    return browser.comeBack(provider.signIn(browser.leave(""), username));
  }

  /// How many rows a table has.
  int rows(String table) {
    return auth.database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
  }

  @Override
  public void close() {
    auth.close();
    features.forEach(SsoFeature::close);
  }
}
