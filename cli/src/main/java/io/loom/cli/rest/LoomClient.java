package io.loom.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks one Loom server. Whatever is not a success ends the command with a [Failure].
///
/// For one thread.
public final class LoomClient {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
  private static final Duration LONGEST_IMPORT = Duration.ofMinutes(10);

  private final List<URI> candidates;
  private final Authorization authorization;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST_CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// The server that the last request went to.
  private int current;

  /// A client for a server where nobody has to sign in.
  public LoomClient(ServerAddress address) {
    this(address, Authorization.NONE);
  }

  public LoomClient(ServerAddress address, Authorization authorization) {
    this.candidates = address.candidates();
    this.authorization = authorization;
  }

  public URI server() {
    return candidates.get(current);
  }

  public JsonNode get(ApiPath path) {
    return send("GET", path, null, LoomClient::isSuccess);
  }

  /// Like `get`, for a route that says in its body what a 503 means.
  public JsonNode getHealth(ApiPath path) {
    return send("GET", path, null, status -> isSuccess(status) || status == 503);
  }

  /// What a route says whose answer is lines of text.
  public Stream<String> lines(ApiPath path) {
    var response =
        exchange(
            (server, timeout) ->
                to(server, path)
                    .timeout(timeout)
                    .header("Accept", "application/x-ndjson, application/problem+json")
                    .build(),
            BodyHandlers.ofInputStream());
    if (!isSuccess(response.statusCode())) {
      throw refusal(response, read(response.body()));
    }
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))
        .lines();
  }

  /// Sends lines of text as they are.
  public JsonNode postLines(ApiPath path, byte[] lines) {
    var response =
        exchange(
            (server, _) ->
                to(server, path)
                    .timeout(LONGEST_IMPORT)
                    .header("Accept", "application/json, application/problem+json")
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofByteArray(lines))
                    .build(),
            BodyHandlers.ofString());
    if (!isSuccess(response.statusCode())) {
      throw refusal(response, response.body());
    }
    return Json.parse(response.body())
        .orElseThrow(() -> Refusal.notLoom(server(), response.statusCode(), response.body()));
  }

  public JsonNode post(ApiPath path, JsonNode body) {
    return send("POST", path, body, LoomClient::isSuccess);
  }

  public JsonNode patch(ApiPath path, JsonNode body) {
    return send("PATCH", path, body, LoomClient::isSuccess);
  }

  public JsonNode put(ApiPath path, JsonNode body) {
    return send("PUT", path, body, LoomClient::isSuccess);
  }

  public JsonNode delete(ApiPath path) {
    return send("DELETE", path, null, LoomClient::isSuccess);
  }

  /// Opens an event stream after the event with this number. The caller closes it.
  InputStream open(ApiPath path, long after) {
    var response =
        exchange(
            (server, _) ->
                to(server, path)
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", Long.toString(after))
                    .build(),
            BodyHandlers.ofInputStream());
    var type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() == 200 && type.startsWith("text/event-stream")) {
      return response.body();
    }
    throw refusal(response, read(response.body()));
  }

  private JsonNode send(
      String method, ApiPath path, @Nullable JsonNode body, IntPredicate expected) {
    var response =
        exchange(
            (server, timeout) -> request(method, server, path, body, timeout),
            BodyHandlers.ofString());
    if (!expected.test(response.statusCode())) {
      throw refusal(response, response.body());
    }
    if (response.body().isBlank()) {
      return MissingNode.getInstance();
    }
    return Json.parse(response.body())
        .orElseThrow(() -> Refusal.notLoom(server(), response.statusCode(), response.body()));
  }

  private Failure refusal(HttpResponse<?> response, String body) {
    var failure = Refusal.of(server(), response, body);
    return response.statusCode() == 401 ? failure.with(authorization.remedy(server())) : failure;
  }

  private HttpRequest.Builder to(URI server, ApiPath path) {
    var request =
        HttpRequest.newBuilder(URI.create(server + path.toString())).header("User-Agent", "loom");
    authorization.headers(server).forEach(request::header);
    return request;
  }

  private static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  private HttpRequest request(
      String method, URI server, ApiPath path, @Nullable JsonNode body, Duration timeout) {
    var request =
        to(server, path)
            .timeout(timeout)
            .header("Accept", "application/json, application/problem+json");
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body.toString()))
        .build();
  }

  private interface RequestMaker {
    HttpRequest make(URI server, Duration timeout);
  }

  /// A refused connection means that nothing was sent, so any request may try the next address.
  private <T> HttpResponse<T> exchange(RequestMaker request, HttpResponse.BodyHandler<T> handler) {
    while (true) {
      try {
        return http.send(request.make(server(), LONGEST_ANSWER), handler);
      } catch (ConnectException e) {
        if (current + 1 >= candidates.size()) {
          throw refusedConnection(e);
        }
        current++;
      } catch (HttpTimeoutException _) {
        throw Failure.notReached("%s did not answer in time.".formatted(server()));
      } catch (IOException e) {
        throw Failure.notReached(
            "The connection to %s broke: %s.".formatted(server(), e.getMessage()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw Failure.notReached("The request was interrupted.");
      }
    }
  }

  private Failure refusedConnection(ConnectException e) {
    var tried = candidates.stream().map(URI::toString).collect(Collectors.joining(" or "));
    current = 0;
    return e.getCause() instanceof java.nio.channels.UnresolvedAddressException
        ? Failure.notReached("There is no host %s.".formatted(server().getHost()))
        : Failure.notReached(
            "No Loom server answers at %s.".formatted(tried),
            "`loom serve` starts one; --server-url or LOOM_SERVER_URL names another.");
  }

  private static String read(InputStream body) {
    try (body) {
      return new String(body.readNBytes(100_000), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
