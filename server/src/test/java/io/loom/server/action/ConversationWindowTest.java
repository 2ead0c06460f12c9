package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConversationWindowTest {
  private final List<JsonNode> messages = new ArrayList<>();

  private ConversationWindowTest begun() {
    return say("system", "You are Ada.").say("user", "Fix it.");
  }

  private ConversationWindowTest say(String role, String content) {
    messages.add(message(role, content));
    return this;
  }

  private static ObjectNode message(String role, String content) {
    return JsonNodeFactory.instance.objectNode().put("role", role).put("content", content);
  }

  private ConversationWindowTest reads(String path, int size) {
    var id = "call-" + messages.size();
    var answer = message("assistant", "");
    answer
        .putArray("tool_calls")
        .addObject()
        .put("id", id)
        .putObject("function")
        .put("name", "read_file")
        .put("arguments", "{\"path\":\"" + path + "\"}");
    messages.add(answer);
    messages.add(message("tool", "x".repeat(size)).put("tool_call_id", id));
    return this;
  }

  private static String content(JsonNode message) {
    return message.path("content").asText();
  }

  @Test
  void whatFitsStaysAsItIs() {
    begun().reads("a", 1_000);

    assertThat(ConversationWindow.fit(messages, 1_000)).isEqualTo(messages);
  }

  @Test
  void olderResultsAreShortenedFirst() {
    begun().reads("src/a.js", 3_000).reads("b", 100).reads("c", 1_000).reads("d", 1_000);
    var before = List.copyOf(messages).toString();

    var fitted = ConversationWindow.fit(messages, 1_500);

    assertThat(fitted).hasSameSizeAs(messages);
    assertThat(content(fitted.get(3)))
        .isEqualTo("[result of read_file src/a.js elided; read again if needed]");
    assertThat(content(fitted.get(5))).hasSize(100);
    assertThat(fitted.subList(6, 10)).isEqualTo(messages.subList(6, 10));
    assertThat(messages.toString()).isEqualTo(before);
  }

  @Test
  void thenOlderTurnsAreDroppedWithANoteAtTheTask() {
    begun();
    for (int i = 0; i < 20; i++) {
      reads("file-" + i, 400);
    }

    var fitted = ConversationWindow.fit(messages, 1_000);

    int dropped = messages.size() - fitted.size();
    assertThat(dropped).isPositive();
    assertThat(fitted.getFirst()).isEqualTo(messages.getFirst());
    assertThat(content(fitted.get(1)))
        .isEqualTo("Fix it.\n\n[%d older messages were left out here.]".formatted(dropped));
    assertThat(fitted.getLast()).isEqualTo(messages.getLast());
  }

  @Test
  void fittingAgainAddsToTheNote() {
    begun();
    for (int i = 0; i < 20; i++) {
      reads("file-" + i, 400);
    }
    var once = new ArrayList<>(ConversationWindow.fit(messages, 1_000));
    int dropped = messages.size() - once.size();

    var twice = ConversationWindow.fit(once, 500);

    assertThat(content(twice.get(1)))
        .isEqualTo(
            "Fix it.\n\n[%d older messages were left out here.]"
                .formatted(dropped + once.size() - twice.size()));
  }

  @Test
  void resultsToAModelWithoutToolsAreShortenedButPeopleAreNot() {
    begun()
        .say("assistant", "{\"action\":\"read_file\",\"path\":\"a\"}")
        .say("user", "x".repeat(2_000))
        .say("assistant", "Which one?")
        .say("user", "The second, " + "please ".repeat(100))
        .say("assistant", "{\"action\":\"build\"}")
        .say("user", "ok")
        .say("assistant", "{\"action\":\"test\"}")
        .say("user", "ok");

    var fitted = ConversationWindow.fit(messages, 700);

    assertThat(content(fitted.get(3))).startsWith("[result of read_file a elided");
    assertThat(fitted.get(5)).isEqualTo(messages.get(5));
  }

  @Test
  void newestTurnStaysEvenWhenItAloneIsTooMuch() {
    begun().reads("a", 5_000).reads("b", 90_000);

    var fitted = ConversationWindow.fit(messages, 1_000);

    assertThat(fitted).hasSize(4);
    assertThat(content(fitted.getLast())).hasSizeLessThan(2_100);
    assertThat(fitted.getLast().path("tool_call_id").asText()).isEqualTo("call-4");
  }

  @Test
  void taskInPartsGetsItsNoteAsAPart() {
    begun();
    ((ObjectNode) messages.get(1))
        .putArray("content")
        .addObject()
        .put("type", "text")
        .put("text", "Fix");
    for (int i = 0; i < 20; i++) {
      reads("file-" + i, 400);
    }

    var once = ConversationWindow.fit(messages, 1_000);
    var twice = ConversationWindow.fit(once, 400);

    assertThat(once.get(1).path("content")).hasSize(2);
    assertThat(twice.get(1).path("content")).hasSize(2);
    assertThat(twice.get(1).path("content").get(1).path("text").asText())
        .contains("older messages");
  }

  @Test
  void noResultEverStandsWithoutItsCall() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      messages.clear();
      begun();
      for (int i = random.nextInt(30); i >= 0; i--) {
        reads("f" + i, random.nextInt(3_000));
        if (random.nextInt(4) == 0) {
          say("user", "go on");
        }
      }

      int limit = 100 + random.nextInt(10_000);

      var fitted = ConversationWindow.fit(messages, limit);

      for (int i = 0; i < fitted.size(); i++) {
        var id = fitted.get(i).path("tool_call_id").asText();
        assertThat(id.isEmpty() || fitted.get(i - 1).toString().contains("\"" + id + "\""))
            .as("seed %d, message %d", seed, i)
            .isTrue();
      }
      assertThat(fitted).as("seed %d", seed).isEqualTo(ConversationWindow.fit(messages, limit));
    }
  }
}
