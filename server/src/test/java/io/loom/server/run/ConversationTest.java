package io.loom.server.run;

import static io.loom.server.run.TestJournal.Call.FINISH;
import static io.loom.server.run.TestJournal.Call.LOOK;
import static io.loom.server.run.TestJournal.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.run.JournalRepository.Nudge;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationTest {
  @Test
  void runBeginsWithTheSystemAndTheBead() {
    assertThat(lines(prepared()))
        .containsExactly("system: You are an agent.", "user: Bead demo-1: Mend it");
  }

  @Test
  void eachCallIsFollowedByItsResult() {
    var journal = prepared().calls(LOOK, LOOK).did("read_file", result("one"));
    journal.did("read_file", result("two")).calls(LOOK).did("read_file", result("three"));

    var messages = messages(journal);
    assertThat(messages.stream().skip(2).map(ConversationTest::line))
        .containsExactly("assistant: ", "tool: one", "tool: two", "assistant: ", "tool: three");
    assertThat(calledIds(messages)).isEqualTo(answeredIds(messages)).hasSize(3);
  }

  @Test
  void callsAfterFinishAreAnsweredToo() {
    var journal = prepared().calls(FINISH, LOOK);
    journal.did("finish", StepResults.ending("Handed over.", "finish")).gate("red");

    var messages = messages(journal);
    assertThat(answeredIds(messages)).isEqualTo(calledIds(messages)).hasSize(2);
    assertThat(line(messages.get(4))).startsWith("tool: Not done");
  }

  @Test
  void redGateTellsItsOutput() {
    assertThat(lines(prepared().finished().gate("red")).getLast())
        .startsWith("user: Your work was handed over, but not accepted. The gate is red.")
        .contains("finish again");
  }

  @Test
  void greenGateAndTheQueueAreNotTold() {
    var journal = prepared().finished();
    var before = lines(journal);

    assertThat(lines(journal.gate("green").notMerged(TestJournal.BASE))).isEqualTo(before);
  }

  @Test
  void rebaseSaysWhatToDo() {
    var journal = prepared().finished().gate("green").notMerged(TestJournal.BASE);

    assertThat(lines(journal.rebased(TestJournal.BASE)).getLast())
        .isEqualTo("user: The branch moved; finish again.");
  }

  @Test
  void answerWithoutAnActionIsToldSo() {
    assertThat(lines(prepared().says("I think.")))
        .endsWith(
            "assistant: I think.",
            "user: Your answer had no action in it. Use one of the actions; when the work is done,"
                + " use finish.");
  }

  @Test
  void answerThatNeverCameLeavesNoTrace() {
    assertThat(lines(prepared().tooLong())).isEqualTo(lines(prepared()));
  }

  @Test
  void modelWithoutToolsReadsResultsAsText() {
    var journal =
        prepared()
            .writes("I look.\n{\"action\": \"read_file\", \"path\": \"a.txt\"}")
            .did("read_file", result("content"));

    assertThat(lines(journal).getLast()).isEqualTo("user: [result of read_file]\ncontent");
    assertThat(messages(journal)).allMatch(message -> message.path("tool_calls").isMissingNode());
  }

  /// A tool result without a call before it is refused by providers.
  @Test
  void actionInTheTextOfAModelWithToolsIsAnsweredAsText() {
    var journal =
        prepared()
            .says("{\"action\": \"read_file\", \"path\": \"a.txt\"}")
            .did("read_file", result("content"));

    assertThat(lines(journal).getLast()).isEqualTo("user: [result of read_file]\ncontent");
  }

  @Test
  void noteOfLoomFollowsTheResult() {
    var journal =
        prepared()
            .calls(LOOK)
            .did("read_file", StepResults.action(true, "text", "text", "\n[note]"));

    assertThat(lines(journal).getLast()).isEqualTo("tool: text\n[note]");
  }

  @Test
  void nudgeStandsBeforeTheTurnThatItJoined() {
    var journal = prepared().calls(LOOK).did("read_file", result("one")).calls(LOOK);
    journal.did("read_file", result("two"));
    var nudges =
        List.of(nudge("early", 2), nudge("later", 4), nudge("now", 6), nudge("waiting", null));

    assertThat(
            Conversation.messages(journal.steps(), nudges, 6).stream().map(ConversationTest::line))
        .containsExactly(
            "system: You are an agent.",
            "user: Bead demo-1: Mend it",
            "user: ada says: early",
            "assistant: ",
            "tool: one",
            "user: ada says: later",
            "assistant: ",
            "tool: two",
            "user: ada says: now");
  }

  @Test
  void rationaleOfAGrantedBudgetIsPassedOn() {
    assertThat(lines(prepared().asked("continue", "But hurry.")).getLast())
        .isEqualTo("user: But hurry.");
    assertThat(lines(prepared().asked("continue", ""))).isEqualTo(lines(prepared()));
  }

  @Test
  void stepUnderWaySaysNothingYet() {
    var journal = prepared().calls(LOOK).did("read_file", result("one"));
    var before = lines(journal);

    assertThat(lines(journal.started(StepKind.TURN, "model"))).isEqualTo(before);
  }

  private static Nudge nudge(String text, @Nullable Integer step) {
    return new Nudge(text, "ada", text, step, TestJournal.NOON);
  }

  private static String result(String text) {
    return StepResults.action(true, text, text, "");
  }

  private static List<JsonNode> messages(TestJournal journal) {
    var steps = journal.steps();
    return Conversation.messages(steps, List.of(), steps.size() + 1);
  }

  private static List<String> lines(TestJournal journal) {
    return messages(journal).stream().map(ConversationTest::line).toList();
  }

  private static String line(JsonNode message) {
    return message.path("role").asText() + ": " + message.path("content").asText();
  }

  private static List<String> calledIds(List<JsonNode> messages) {
    return messages.stream()
        .flatMap(message -> message.path("tool_calls").valueStream())
        .map(call -> call.path("id").asText())
        .toList();
  }

  private static List<String> answeredIds(List<JsonNode> messages) {
    return messages.stream()
        .filter(message -> message.path("role").asText().equals("tool"))
        .map(message -> message.path("tool_call_id").asText())
        .toList();
  }
}
