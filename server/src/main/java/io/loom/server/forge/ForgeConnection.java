package io.loom.server.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.Secret;
import io.loom.ground.http.Json;
import io.loom.server.forge.ForgeException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// HTTP with one forge, for one project: with its token, within limits of time and size, without
/// asking while the forge wants quiet, and never to another host. Safe for many threads.
final class ForgeConnection {
  private static final int MOST_PAGES = 10;
  private static final int MOST_REDIRECTS = 3;

  /// How the forge is spoken to.
  ///
  /// @param headers besides that with the token
  /// @param repositoryHost empty for a folder
  record Way(
      ForgeAddress address,
      String tokenHeader,
      Secret tokenValue,
      Map<String, String> headers,
      String repositoryHost) {}

  private final HttpClient client;
  private final ForgeConfig config;
  private final Way way;
  private final ForgeMemory memory;
  private final InstantSource clock;

  ForgeConnection(Forges.Network network, Way way, ForgeMemory memory) {
    this.client = network.client();
    this.config = network.config();
    this.way = way;
    this.memory = memory;
    this.clock = network.clock();
  }

  /// One answer, and where the list that it is a part of goes on.
  private record Page(JsonNode body, @Nullable URI next) {}

  JsonNode get(String path) throws ForgeException, InterruptedException {
    return page(uri(path)).body();
  }

  /// The items of a list, of all its pages; those beyond a bound are left out.
  ///
  /// @param field that holds them; empty when the answer is the list
  List<JsonNode> list(String path, String field) throws ForgeException, InterruptedException {
    var items = new ArrayList<JsonNode>();
    @Nullable URI next = uri(path);
    for (int i = 0; i < MOST_PAGES && next != null; i++) {
      var page = page(next);
      var list = field.isEmpty() ? page.body() : page.body().path(field);
      list.forEach(items::add);
      next = page.next();
    }
    return items;
  }

  /// Sends something; what comes back is missing when it is empty.
  JsonNode send(String method, String path, JsonNode body)
      throws ForgeException, InterruptedException {
    var request =
        request(uri(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    return body(accepted(exchange(request)));
  }

  private Page page(URI uri) throws ForgeException, InterruptedException {
    var kept = memory.find(uri);
    @Nullable URI at = uri;
    for (int i = 0; i <= MOST_REDIRECTS && at != null; i++) {
      var request = request(at).GET();
      kept.ifPresent(answer -> request.header("If-None-Match", answer.tag()));
      var response = exchange(request);
      if (response.statusCode() == 304 && kept.isPresent()) {
        return new Page(kept.get().body(), kept.get().next());
      }
      if (response.statusCode() / 100 != 3) {
        return keep(uri, accepted(response));
      }
      at = response.headers().firstValue("Location").map(at::resolve).orElse(null);
    }
    throw new ForgeException(Reason.REFUSED, "%s only redirects.".formatted(host()));
  }

  private Page keep(URI uri, HttpResponse<byte[]> response) throws ForgeException {
    var body = body(response);
    var next = ForgeAnswers.next(response.headers(), body, uri);
    response
        .headers()
        .firstValue("ETag")
        .ifPresent(tag -> memory.keep(uri, new ForgeMemory.Kept(tag, body, next)));
    return new Page(body, next);
  }

  private HttpRequest.Builder request(URI uri) throws ForgeException {
    if (!isSameOrigin(uri)) {
      throw new ForgeException(
          Reason.REFUSED,
          "%s sends to another host, which does not get the token.".formatted(host()));
    }
    new HostRules(config.allowedHosts()).check(uri, way.repositoryHost());
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(config.timeout())
            .header("User-Agent", "loom")
            .header(way.tokenHeader(), way.tokenValue().reveal());
    way.headers().forEach(request::header);
    if (uri.getScheme().equals("http")) {
      request.version(HttpClient.Version.HTTP_1_1);
    }
    return request;
  }

  private boolean isSameOrigin(URI uri) {
    var api = way.address().api();
    return api.getScheme().equals(uri.getScheme())
        && api.getHost().equalsIgnoreCase(String.valueOf(uri.getHost()))
        && api.getPort() == uri.getPort()
        && uri.getRawUserInfo() == null;
  }

  private URI uri(String path) {
    return URI.create(way.address().api() + path);
  }

  private String host() {
    return way.address().api().getHost();
  }

  /// The client's own time-out ends with the headers; a body may drip in for ever.
  private HttpResponse<byte[]> exchange(HttpRequest.Builder request)
      throws ForgeException, InterruptedException {
    var quiet = memory.quietUntil();
    if (quiet.isAfter(clock.instant())) {
      throw new ForgeException(
          Reason.UNAVAILABLE,
          "%s takes no requests until %s.".formatted(host(), quiet),
          quiet,
          null);
    }
    var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.maxAnswer().bytes());
    var answer = client.sendAsync(request.build(), handler);
    try {
      return answer.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable("does not answer within %d s.".formatted(config.timeout().toSeconds()), e);
    } catch (ExecutionException e) {
      throw unavailable("cannot be reached, or answers too much.", e);
    } finally {
      answer.cancel(true);
    }
  }

  private ForgeException unavailable(String text, Throwable cause) {
    return new ForgeException(Reason.UNAVAILABLE, host() + " " + text, null, cause);
  }

  private HttpResponse<byte[]> accepted(HttpResponse<byte[]> response) throws ForgeException {
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    var failure = ForgeAnswers.failure(host(), response, way.tokenValue(), clock.instant());
    var retryAt = failure.retryAt();
    if (retryAt != null) {
      memory.beQuietUntil(retryAt);
    }
    throw failure;
  }

  private JsonNode body(HttpResponse<byte[]> response) throws ForgeException {
    if (response.body().length == 0) {
      return Json.mapper().missingNode();
    }
    try {
      return Json.mapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw unavailable("does not answer with JSON.", e);
    } catch (IOException e) {
      throw unavailable("answers with what cannot be read.", e);
    }
  }
}
