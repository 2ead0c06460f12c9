package io.loom.bench.rehearse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a scripted model says, as read from a YAML file. An unknown key is an error.
///
/// ```yaml
/// models: [scripted, {id: small, context_length: 8192}]   # default: [scripted]
/// defaults:
///   latency: 50ms          # until the first byte; default 0ms
///   chunk: 24              # characters per delta of a stream
///   usage: {prompt: 900, completion: 60, cached: 0}       # default: estimated from the lengths
///
/// rules:                   # tried in this order; the first that matches answers
///   - when:                # every condition is optional, all must hold
///       bead: demo-a1f     # an id, or /demo-.*/ for an expression
///       turn: 0            # number of the model's answers so far in the conversation
///       tools: true        # whether the request offers tools
///       model: scripted    # a text is searched for; {contains: …} says the same
///       system: {matches: "(?i)persona"}                  # or by expression
///       first_user: …      # the first user message
///       last: …            # the last message of any role
///       any: …             # at least one message
///       tool_result: test  # or {tool: test, contains: "# fail 0"}; since the last answer
///     times: 1             # then later rules have their turn
///     reply: {status: 429, retry_after: 2s}
///   - when: {bead: /bench-.*/}
///     steps: [ … ]         # as under beads
///
/// beads:                   # tried after the rules
///   demo-a1f:              # step k answers the conversation that holds k answers already
///     - content: I look around first.
///       tool_calls: [{name: list_files, arguments: {path: .}}]
///     - - {times: 1, status: 500}     # a list: in turn, each as often as it says
///       - json: {action: finish, summary: done}
///
/// otherwise: {content: I have no part in this.}           # default: an error that says what was asked
/// ```
///
/// A conversation is about a bead if it begins with `Bead <id>:`, as Loom's do; if it begins
/// otherwise, about the ids mentioned in its first user message.
///
/// A reply has `content`, `tool_calls` (`arguments` may be a text, which is sent as it is) or
/// `json` (an object sent as text, for models without tools), and may have `finish_reason`, `usage`
/// and `latency`. `{{bead}}` and `{{turn}}` in it are filled in. Or it fails, in one way: `status`
/// (with `retry_after`, `message`), `hang: true`, `cut_after: 200` (bytes of the body, then the
/// connection ends), `malformed: true`, `html: true` (with `status` if not 200).
///
/// @param source the file's name, for messages
/// @param latency until the first byte, where a reply does not say
/// @param chunk characters per delta of a stream
/// @param usage where a reply does not say; null: estimated
public record Script(
    String source,
    List<Model> models,
    Duration latency,
    int chunk,
    @Nullable Usage usage,
    List<Rule> rules) {
  public Script {
    models = List.copyOf(models);
    rules = List.copyOf(rules);
    if (chunk < 1) {
      throw new IllegalArgumentException("a chunk of %d characters".formatted(chunk));
    }
  }

  /// A model as it is listed.
  ///
  /// @param contextLength tokens that fit into one conversation
  record Model(String id, int contextLength) {}

  public static Script read(Path file) throws ScriptException {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new ScriptException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /// @param source what messages call the text
  public static Script parse(String source, String text) throws ScriptException {
    return ScriptParser.parse(ScriptNode.parse(source, text));
  }

  Duration latencyOf(Reply reply) {
    var own = reply.latency();
    return own == null ? latency : own;
  }

  Usage usageOf(Reply reply, Conversation conversation) {
    var own = reply.usage();
    if (own != null) {
      return own;
    }
    return usage != null ? usage : Usage.estimate(conversation.length(), reply.length());
  }

  Script withLatency(Duration other) {
    return new Script(source, models, other, chunk, usage, rules);
  }
}
