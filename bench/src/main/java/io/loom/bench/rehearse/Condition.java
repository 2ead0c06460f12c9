package io.loom.bench.rehearse;

import java.util.regex.Pattern;

/// One thing that must be so in a conversation.
sealed interface Condition {
  boolean holds(Conversation conversation);

  /// The conversation is about a bead whose id is matched as a whole.
  record AboutBead(Pattern id, Pattern mention) implements Condition {
    static AboutBead of(String expression) {
      return new AboutBead(
          Pattern.compile(expression),
          Pattern.compile("(?<![\\w.-])(?:" + expression + ")(?![\\w-]|\\.\\w)"));
    }

    /// A conversation that names its bead at the start is about that one only, so that a bead may
    /// mention others. Any other conversation is about each id in its first user message.
    @Override
    public boolean holds(Conversation conversation) {
      var named = conversation.bead();
      return named == null
          ? mention.matcher(conversation.firstUserText()).find()
          : id.matcher(named).matches();
    }
  }

  /// So many answers of the model are in the conversation already.
  record AtTurn(int turn) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return conversation.turn() == turn;
    }
  }

  /// The request offers tools, or does not.
  record OffersTools(boolean offered) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return conversation.offersTools() == offered;
    }
  }

  record InModelName(TextTest test) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return test.passes(conversation.model());
    }
  }

  record InSystemText(TextTest test) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return test.passes(conversation.systemText());
    }
  }

  record InFirstUserText(TextTest test) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return test.passes(conversation.firstUserText());
    }
  }

  record InLastMessage(TextTest test) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return test.passes(conversation.messages().getLast().text());
    }
  }

  record InAnyMessage(TextTest test) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return conversation.messages().stream().anyMatch(message -> test.passes(message.text()));
    }
  }

  /// Since the model's last answer, this tool has brought a result with such a text.
  record HasToolResult(String tool, TextTest test) implements Condition {
    @Override
    public boolean holds(Conversation conversation) {
      return conversation.latestToolResults().stream()
          .anyMatch(result -> tool.equals(result.tool()) && test.passes(result.text()));
    }
  }
}
