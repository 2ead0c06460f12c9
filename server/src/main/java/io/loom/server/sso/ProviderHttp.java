package io.loom.server.sso;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the provider for JSON, with an end: in time, in size, and without following it elsewhere.
final class ProviderHttp implements AutoCloseable {
  private static final int MOST_BYTES = 512 * 1024;
  private static final ObjectReader READER = Json.mapper().reader();

  private final Duration timeout;
  private final HttpClient client;

  ProviderHttp(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// What was answered to a request.
  record Answer(int status, JsonNode body) {}

  JsonNode get(URI address) throws ProviderException {
    var answer = send(HttpRequest.newBuilder(address).header("Accept", "application/json"));
    if (answer.status() != 200) {
      throw new ProviderException(
          "The provider answers %s with status %d.".formatted(address, answer.status()));
    }
    return answer.body();
  }

  /// @return a body that is missing when it is not a JSON object
  Answer send(HttpRequest.Builder builder) throws ProviderException {
    var request = builder.build();
    var response = exchange(request);
    try {
      var body = READER.readTree(response.body());
      return new Answer(
          response.statusCode(),
          body != null && body.isObject() ? body : Json.mapper().missingNode());
    } catch (JsonProcessingException e) {
      throw new ProviderException("%s does not answer with JSON.".formatted(request.uri()), e);
    } catch (IOException e) {
      throw new ProviderException("The answer of %s ended early.".formatted(request.uri()), e);
    }
  }

  /// The client's own time-out ends with the headers; a body may drip in for ever.
  private HttpResponse<byte[]> exchange(HttpRequest request) throws ProviderException {
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ProviderException(
          "%s does not answer within %d s.".formatted(request.uri(), timeout.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new ProviderException(
          "%s cannot be reached, or answers too much.".formatted(request.uri()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException("The request was interrupted.", e);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
