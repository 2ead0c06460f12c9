package io.loom.server.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.server.MutableClock;
import io.loom.server.provider.ModelOutcome.Retryable;
import io.loom.server.provider.ModelOutcome.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small pure parts: addresses, waiting, the breaker, event streams, prices.
class ProviderRulesTest {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({
    "openai, http://localhost:8090, http://localhost:8090/v1",
    "openai, http://localhost:8090/, http://localhost:8090/v1",
    "openai, ' HTTPS://Api.example.com/v1/ ', https://Api.example.com/v1",
    "vllm, http://[::1]:8000/models-here, http://[::1]:8000/models-here/v1",
    "custom, https://g.example/v1beta/openai, https://g.example/v1beta/openai",
    "ollama, http://localhost:11434/, http://localhost:11434",
  })
  void endpointIsKeptWithItsVersion(String type, String given, String kept) {
    assertThat(Endpoint.parse(Provider.Type.valueOf(type.toUpperCase(Locale.ROOT)), given))
        .isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8090",
        "ftp://host/v1",
        "http://",
        "http:///v1",
        "http://host name/v1",
        "http://host:99999/v1",
        "http://user:password@host/v1",
        "http://host/v1?key=1",
        "file:///etc/passwd"
      })
  void endpointThatCannotBeCalledIsRefused(String given) {
    assertThatThrownBy(() -> Endpoint.parse(Provider.Type.OPENAI, given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint")
        .hasMessageNotContaining("password@");
  }

  @Test
  void waitGrowsFromASecondToTwoMinutesWithJitter() {
    var random = new Random(7);
    for (int attempt = 1; attempt < 100; attempt++) {
      long full = attempt > 6 ? 120_000 : 1_000L << attempt;
      assertThat(Backoff.delay(attempt, random).toMillis()).isBetween(full / 2, full);
    }
  }

  @Test
  void waitIsNeverShorterThanTheProviderAsked() {
    var asked = new Retryable("busy", Optional.of(Duration.ofMinutes(9)));
    assertThat(Backoff.delay(1, new Random(), asked)).isEqualTo(Duration.ofMinutes(9));

    var brief = new Retryable("busy", Optional.of(Duration.ofMillis(1)));
    assertThat(Backoff.delay(1, new Random(), brief)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void breakerLetsOneTryThroughPerPause() {
    var clock = new MutableClock(Instant.EPOCH);
    var breaker = new CircuitBreaker(clock, PAUSE);
    for (int i = 0; i < 5; i++) {
      assertThat(breaker.refusal()).isEmpty();
      breaker.failed();
    }
    clock.advance(PAUSE.minusSeconds(1));
    assertThat(breaker.refusal()).contains(Duration.ofSeconds(1));

    clock.advance(Duration.ofSeconds(1));
    assertThat(breaker.refusal()).isEmpty();
    assertThat(breaker.refusal()).contains(PAUSE);

    breaker.failed();
    assertThat(breaker.refusal()).contains(PAUSE);
    clock.advance(PAUSE);
    assertThat(breaker.refusal()).isEmpty();
    breaker.succeeded();
    assertThat(breaker.refusal()).isEmpty();
    breaker.failed();
    assertThat(breaker.refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void eventsAreReadWhateverEndsTheLines(String end) throws IOException {
    var text =
        "\uFEFFdata: one\n\n:comment\nevent: x\nid: 1\ndata:two\ndata: lines\n\n\n\nretry: 5\n\ndata: last"
            .replace("\n", end);
    var reader = new EventStreamReader(new ByteArrayInputStream(FakeVendor.bytes(text)));
    var events = new ArrayList<String>();
    for (var event = reader.next(); event != null; event = reader.next()) {
      events.add(event);
    }
    assertThat(events).isEqualTo(List.of("one", "two\nlines", "last"));
  }

  @Test
  void costIsRoundedUpAndNeverOverflows() {
    var choice = new ProviderChoice("p", "m", 1, true, 3_000_000, 15_000_000);
    assertThat(choice.costMicros(new Usage(1_000, 100, 0))).isEqualTo(4_500);
    assertThat(choice.costMicros(new Usage(0, 0, 0))).isZero();

    var cheap = new ProviderChoice("p", "m", 1, true, 1, 0);
    assertThat(cheap.costMicros(new Usage(1, 1, 0))).isEqualTo(1);

    var dearest = new ProviderChoice("p", "m", 1, true, 10_000_000_000L, 10_000_000_000L);
    assertThat(dearest.costMicros(new Usage(Long.MAX_VALUE, Long.MAX_VALUE, -1))).isPositive();
  }

  @Test
  void toolCallsWithoutAnIndexAreToldApartByTheirIds() {
    var answer = new StreamedAnswer();
    answer.add(delta("[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}}]"));
    answer.add(delta("[{\"function\":{\"arguments\":\"2\"}}]"));
    answer.add(delta("[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"3\"}}]"));

    var calls = answer.completion().at("/choices/0/message/tool_calls");
    assertThat(calls.toString())
        .isEqualTo(
            "[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"12\"}},"
                + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"3\"}}]");
    assertThat(answer.completion().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  private static com.fasterxml.jackson.databind.JsonNode delta(String toolCalls) {
    return io.loom.ground.http.Json.tree(
        "{\"choices\":[{\"delta\":{\"tool_calls\":%s}}]}".formatted(toolCalls));
  }
}
