package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import io.loom.server.action.ActionCatalogue;
import io.loom.server.action.ActionParser;
import io.loom.server.action.ConversationWindow;
import io.loom.server.action.ParsedAnswer;
import io.loom.server.provider.Backoff;
import io.loom.server.provider.ModelOutcome;
import io.loom.server.provider.ModelRequest;
import io.loom.server.provider.ModelRequestBody;
import io.loom.server.provider.ProviderChoice;
import io.loom.server.run.RunWork.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One exchange with the model. The request's bytes and key are stored before it is sent and sent
/// again unchanged, so that a gateway can hand over an answer that it bought already.
final class TurnStep {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final Pattern TOOLS =
      Pattern.compile("\\b(tools?|tool_choice|functions?)\\b", Pattern.CASE_INSENSITIVE);

  private final RunWork work;

  TurnStep(RunWork work) {
    this.work = work;
  }

  Progress take() throws InterruptedException {
    var run = work.run();
    var choice = work.tools().providers().choose(run.providerId());
    if (choice.isEmpty()) {
      return new Progress.Await("No provider can be asked now.", Duration.ofSeconds(2));
    }
    var provider = choice.get();
    int n = work.number();
    var underWay = work.underWay();
    var body = underWay == null ? begin(n, provider) : beginAgain(underWay, provider);
    var request =
        new ModelRequest(
            provider.providerId(),
            body.getBytes(StandardCharsets.UTF_8),
            run.id() + "-" + n,
            Json.tree(body).path("stream").asBoolean(),
            work.tools().config().turnTimeout());
    return switch (work.tools().models().call(request)) {
      case ModelOutcome.Answered answered -> answered(n, provider, answered);
      case ModelOutcome.Retryable retryable ->
          new Progress.Retry(retryable.reason(), pause(retryable), false);
      case ModelOutcome.ContextTooLong(var reason) -> {
        work.finish(
            n,
            StepResults.tooLong(reason),
            null,
            Step.of(StepKind.TURN, provider.model(), "too long: " + reason, false));
        yield Progress.GO_ON;
      }
      case ModelOutcome.Refused(int status, var reason) ->
          withTools() && refusesTools(status, reason)
              ? goOnWithoutTools(n, provider, reason)
              : new Progress.End(
                  TerminalReason.PROVIDER_REFUSED,
                  "The provider %s refuses (%d): %s"
                      .formatted(provider.providerId(), status, reason));
    };
  }

  private boolean withTools() {
    return work.doneSteps().stream().noneMatch(RunPlanner::isWithoutTools);
  }

  private static boolean refusesTools(int status, String reason) {
    return (status == 400 || status == 404 || status == 422) && TOOLS.matcher(reason).find();
  }

  private Progress goOnWithoutTools(int n, ProviderChoice provider, String reason) {
    work.finish(
        n,
        StepResults.noTools(reason),
        null,
        Step.of(StepKind.TURN, provider.model(), "takes no tools: " + reason, false));
    return Progress.GO_ON;
  }

  private Duration pause(ModelOutcome.Retryable retryable) {
    var pause = Backoff.delay(work.run().attempt() + 1, ThreadLocalRandom.current(), retryable);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /// Stores the request; messages of people that wait join it.
  private String begin(int n, ProviderChoice provider) {
    var tools = work.tools();
    var run = work.run();
    return tools
        .database()
        .write(handle -> {
          tools.journal().joinNudges(handle, run.id(), n);
          var messages =
              Conversation.messages(work.doneSteps(), tools.journal().nudges(handle, run.id()), n);
          var fitting = ConversationWindow.fit(messages, window(provider));
          var bytes =
              new ModelRequestBody(provider.model(), fitting, tools(), provider.streaming(), null)
                  .bytes();
          var text = new String(bytes, StandardCharsets.UTF_8);
          work.start(handle, n, StepKind.TURN, provider.model(), text);
          return text;
        });
  }

  /// The request goes out as it was stored.
  private String beginAgain(RunStep step, ProviderChoice provider) {
    work.tools()
        .database()
        .change(handle ->
            work.start(handle, step.n(), StepKind.TURN, provider.model(), step.request()));
    return step.request();
  }

  /// Halved each time the model said that it was too much.
  private long window(ProviderChoice provider) {
    long tooLong = work.doneSteps().stream().filter(RunPlanner::isTooLong).count();
    return provider.contextWindow() >> tooLong;
  }

  private List<JsonNode> tools() {
    if (!withTools()) {
      return List.of();
    }
    var declarations = new ArrayList<JsonNode>();
    ActionCatalogue.tools().forEach(declarations::add);
    return declarations;
  }

  private Progress answered(int n, ProviderChoice provider, ModelOutcome.Answered answered) {
    var message = Json.tree(answered.rawAnswer()).path("choices").path(0).path("message");
    if (!message.isObject()) {
      return new Progress.Retry(
          "The provider's answer has no message.", Duration.ofSeconds(5), true);
    }
    long cost = provider.costMicros(answered.usage());
    var usage = answered.usage();
    var tools = work.tools();
    tools
        .database()
        .change(handle -> {
          work.finish(
              handle,
              n,
              StepResults.answered(message, usage, withTools(), answered.replayed()),
              null,
              new Step(StepKind.TURN, provider.model(), describe(message), true, cost));
          var _ =
              tools
                  .runs()
                  .addUsage(
                      handle, work.run(), usage.promptTokens(), usage.completionTokens(), cost);
        });
    work.reload();
    return Progress.GO_ON;
  }

  /// What the model said, or else what it wants done.
  private String describe(JsonNode message) {
    return switch (ActionParser.parse(message, withTools())) {
      case ParsedAnswer.NoActions(var text) -> text;
      case ParsedAnswer.Calls(var calls, var notes) ->
          notes.isBlank()
              ? calls.stream().map(ParsedAnswer.Call::name).collect(Collectors.joining(", "))
              : notes;
    };
  }
}
