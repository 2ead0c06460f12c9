package io.loom.server.provider;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.server.provider.ModelOutcome.Answered;
import io.loom.server.provider.ModelOutcome.ContextTooLong;
import io.loom.server.provider.ModelOutcome.Refused;
import io.loom.server.provider.ModelOutcome.Retryable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks models over HTTP in the OpenAI dialect.
///
/// What each call finds counts for the provider's health, and for a circuit breaker of its own, so
/// that a provider that is down is not asked by every run.
final class HttpModelClient implements ModelClient {
  private static final System.Logger LOG = System.getLogger(HttpModelClient.class.getName());
  private static final Pattern EVENT_STREAM = Pattern.compile("(?s)(:|data|event|id:|retry).*");
  private static final int ERROR_BYTES = 64 * 1024;

  /// What one attempt says about the provider.
  private enum Sign {
    WORKS,
    /// Reached, but too busy, or not to be judged by this call.
    UNCLEAR,
    BROKEN,
    /// This end gave up.
    NONE
  }

  private record Attempt(ModelOutcome outcome, Sign sign) {}

  private record BreakerKey(String providerId, String endpoint) {}

  private final ProviderService providers;
  private final ProviderWatch watch;
  private final ProviderConnection connection;
  private final ProviderConfig config;
  private final InstantSource clock;
  private final Map<BreakerKey, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  HttpModelClient(
      ProviderService providers,
      ProviderWatch watch,
      ProviderConnection connection,
      ProviderConfig config,
      InstantSource clock) {
    this.providers = providers;
    this.watch = watch;
    this.connection = connection;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public ModelOutcome call(ModelRequest request) {
    var found = providers.find(request.providerId());
    if (found.isEmpty()) {
      return new Refused(404, "There is no provider %s.".formatted(request.providerId()));
    }
    var provider = found.get();
    var breaker = breaker(provider);
    var refusal = breaker.refusal();
    if (refusal.isPresent()) {
      return new Retryable(
          "Provider %s failed several calls in a row and is left alone (breaker open)."
              .formatted(provider.id()),
          refusal);
    }
    var attempt = attempt(provider, request);
    count(breaker, attempt);
    var outcome = worded(provider, attempt.outcome());
    report(provider, attempt.sign(), outcome);
    return outcome;
  }

  private CircuitBreaker breaker(Provider provider) {
    return breakers.computeIfAbsent(
        new BreakerKey(provider.id(), provider.configured().endpoint()),
        _ -> new CircuitBreaker(clock, config.breakerPause()));
  }

  private static void count(CircuitBreaker breaker, Attempt attempt) {
    if (attempt.sign() == Sign.NONE) {
      return;
    }
    if (attempt.outcome() instanceof Retryable) {
      breaker.failed();
    } else {
      breaker.succeeded();
    }
  }

  /// An answer that was paid for is handed over even when the database is away.
  private void report(Provider provider, Sign sign, ModelOutcome outcome) {
    try {
      switch (sign) {
        case WORKS -> watch.recordSuccess(provider);
        case BROKEN -> watch.recordFailure(provider, reason(outcome));
        case UNCLEAR, NONE -> {}
      }
    } catch (RuntimeException e) {
      LOG.log(WARNING, "The health of provider " + provider.id() + " is not written down", e);
    }
  }

  private static String reason(ModelOutcome outcome) {
    return switch (outcome) {
      case Answered _ -> "";
      case Retryable(var reason, _) -> reason;
      case Refused(_, var reason) -> reason;
      case ContextTooLong(var reason) -> reason;
    };
  }

  /// Names the provider in the reason, and leaves its key out.
  private ModelOutcome worded(Provider provider, ModelOutcome outcome) {
    var reason =
        connection.withoutKey(
            provider, "Provider %s: %s".formatted(provider.id(), reason(outcome)));
    return switch (outcome) {
      case Answered answered -> answered;
      case Retryable(_, var retryAfter) -> new Retryable(reason, retryAfter);
      case Refused(int status, _) -> new Refused(status, reason);
      case ContextTooLong _ -> new ContextTooLong(reason);
    };
  }

  private Attempt attempt(Provider provider, ModelRequest request) {
    try {
      return exchange(provider, request);
    } catch (InterruptedException | InterruptedIOException _) {
      Thread.currentThread().interrupt();
      return new Attempt(retryable("the call was interrupted"), Sign.NONE);
    } catch (ProviderConnection.MissingKeyException e) {
      return new Attempt(new Refused(401, String.valueOf(e.getMessage())), Sign.BROKEN);
    } catch (IOException e) {
      var words = FailureWords.of(e, Endpoint.of(provider, ""));
      return new Attempt(retryable(words), Sign.BROKEN);
    }
  }

  private Attempt exchange(Provider provider, ModelRequest request)
      throws IOException, InterruptedException {
    var http =
        connection
            .request(provider, "/chat/completions")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", request.idempotencyKey())
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
    var response = connection.send(http, request.timeout());
    try (var body = new BufferedInputStream(response.body())) {
      if (response.statusCode() / 100 != 2) {
        return refused(response, body);
      }
      var outcome = answer(body, response.headers(), request.body().length);
      return new Attempt(outcome, outcome instanceof Retryable ? Sign.BROKEN : Sign.WORKS);
    }
  }

  private Attempt refused(HttpResponse<?> response, InputStream body) throws IOException {
    int status = response.statusCode();
    var text = new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
    var outcome = VendorAnswer.refusal(status, response.headers(), text, clock.instant());
    return new Attempt(
        outcome,
        switch (outcome) {
          case Retryable(_, var retryAfter) ->
              status < 500 || retryAfter.isPresent() ? Sign.UNCLEAR : Sign.BROKEN;
          case Refused _ -> status == 401 ? Sign.BROKEN : Sign.UNCLEAR;
          case ContextTooLong _, Answered _ -> Sign.WORKS;
        });
  }

  /// Some servers stream to who did not ask for it, others do not stream at all. What comes is told
  /// from how it begins.
  private static ModelOutcome answer(BufferedInputStream body, HttpHeaders headers, int sent)
      throws IOException {
    boolean replayed = VendorAnswer.replayed(headers);
    if (EVENT_STREAM.matcher(beginning(body)).matches()) {
      return streamed(body, sent, replayed);
    }
    var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    @Nullable ObjectNode completion = VendorAnswer.parse(text);
    return completion == null
        ? retryable(FailureWords.notJson(text))
        : VendorAnswer.answer(completion, sent, replayed);
  }

  /// The first bytes that are neither blank nor a byte order mark; they stay to be read.
  private static String beginning(BufferedInputStream body) throws IOException {
    while (true) {
      body.mark(8);
      int next = body.read();
      boolean skipped = next >= 0 && (next <= ' ' || next == 0xEF || next == 0xBB || next == 0xBF);
      if (!skipped) {
        body.reset();
        var bytes = body.readNBytes(5);
        body.reset();
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
  }

  private static ModelOutcome streamed(InputStream body, int sent, boolean replayed)
      throws IOException {
    var answer = new StreamedAnswer();
    try {
      var events = new EventStreamReader(body);
      @Nullable String data = events.next();
      while (data != null && !data.strip().equals("[DONE]")) {
        @Nullable ObjectNode chunk = VendorAnswer.parse(data);
        if (chunk == null) {
          return retryable("the stream holds " + FailureWords.notJson(data));
        }
        if (chunk.hasNonNull("error")) {
          return VendorAnswer.error(chunk);
        }
        answer.add(chunk);
        data = events.next();
      }
      if (data == null && !answer.isFinished()) {
        return retryable("the stream was cut off before the answer was complete");
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // The model had finished; only the farewell is missing. Asking again would pay twice.
      if (!answer.isFinished()) {
        throw e;
      }
    }
    return answer.isEmpty()
        ? retryable("a stream without an answer")
        : VendorAnswer.answer(answer.completion(), sent, replayed);
  }

  private static Retryable retryable(String reason) {
    return new Retryable(reason, Optional.empty());
  }
}
