package io.loom.server.provider;

import io.loom.base.Secret;
import io.loom.server.vault.Vault;
import io.loom.server.vault.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The way to all providers: HTTP with each one's API key. Safe for many threads; whoever makes it
/// closes it.
///
/// Redirects are not followed, for they would carry the key to another host.
final class ProviderConnection implements AutoCloseable {
  private final HttpClient client;
  private final Vault vault;
  private final long maxBytes;

  ProviderConnection(ProviderConfig config, Vault vault) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(config.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.vault = vault;
    this.maxBytes = config.maxAnswer().bytes();
  }

  /// Begins a request with the provider's key in it.
  ///
  /// @throws MissingKeyException when it has a key, but the vault does not
  HttpRequest.Builder request(Provider provider, String route) throws MissingKeyException {
    var uri = Endpoint.of(provider, route);
    var request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
    if (uri.getScheme().equals("http")) {
      // Offering HTTP/2 in clear text confuses many model servers.
      request.version(HttpClient.Version.HTTP_1_1);
    }
    if (provider.hasKey()) {
      request.header("Authorization", "Bearer " + key(provider).reveal());
    }
    return request;
  }

  private Secret key(Provider provider) throws MissingKeyException {
    try {
      return vault
          .get(Provider.keyId(provider.id()))
          .orElseThrow(() ->
              new MissingKeyException(
                  "its API key is not in the key store; register it again with api_key"));
    } catch (VaultException e) {
      throw new MissingKeyException(String.valueOf(e.getMessage()));
    }
  }

  /// The text without the provider's key, which some vendors repeat in their errors.
  String withoutKey(Provider provider, String text) {
    try {
      return provider.hasKey() ? text.replace(key(provider).reveal(), "[secret]") : text;
    } catch (MissingKeyException _) {
      return text;
    }
  }

  /// Sends a request and waits for the head of the answer. The body, too, ends within the timeout.
  HttpResponse<InputStream> send(HttpRequest.Builder request, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    return client.send(request.timeout(timeout).build(), _ -> new TimedBody(deadline, maxBytes));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /// The registry knows of a key that the vault does not have, as after restoring only one of them.
  static final class MissingKeyException extends IOException {
    private static final long serialVersionUID = 1;

    MissingKeyException(String message) {
      super(message);
    }
  }
}
