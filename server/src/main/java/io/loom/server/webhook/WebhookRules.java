package io.loom.server.webhook;

import io.loom.ground.config.ConfigReader;
import io.loom.ground.config.ConfigResult;
import io.loom.ground.config.Default;
import io.loom.ground.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the events of forges do to beads. All rules that fit are followed, in their order.
///
/// @param rules read from a file; see `webhook-rules.yaml` beside this class for the built-in ones
public record WebhookRules(List<Rule> rules) {
  /// What a rule does. The constant in lower case, with `-` for `_`, is what the file says.
  public enum Deed {
    CREATE_BEAD,
    CLOSE_BEAD,
    REOPEN_BEAD,
    COMMENT
  }

  /// What a rule is for. The same.
  public enum Subject {
    ISSUE,
    PULL_REQUEST,
    COMMENT,
    RELEASE
  }

  /// One rule.
  ///
  /// @param actions such as `opened`, as GitHub calls them; `merged` for a pull request
  /// @param then what is done
  /// @param forges only for these; empty means all
  /// @param repositories only for these, like `octo/hello`; empty means all that are projects
  /// @param type of a bead that is created
  /// @param title the same; `{number}`, `{title}`, `{repository}`, `{sender}` and `{url}` stand for
  ///   what the forge says
  public record Rule(
      Subject on,
      List<String> actions,
      Deed then,
      List<String> forges,
      List<String> repositories,
      @Default("task") String type,
      @Default("2") int priority,
      @Default("{title}") String title) {
    private static final Set<String> FORGES = Set.of("github", "gitlab", "gitea");

    public Rule {
      actions = List.copyOf(actions);
      forges = List.copyOf(forges);
      repositories = List.copyOf(repositories);
      if (actions.isEmpty()) {
        throw new IllegalArgumentException("rules.actions is empty; name some, like opened");
      }
      if (!FORGES.containsAll(forges)) {
        throw new IllegalArgumentException(
            "rules.forges has %s; there are github, gitlab and gitea".formatted(forges));
      }
      if (priority < 0 || priority > 4) {
        throw new IllegalArgumentException(
            "rules.priority is %d; it is 0 to 4, 0 the most urgent".formatted(priority));
      }
      if (type.isBlank() || title.isBlank()) {
        throw new IllegalArgumentException("rules.type and rules.title of a bead are not blank");
      }
      if (then == Deed.CREATE_BEAD && (on == Subject.COMMENT || on == Subject.RELEASE)) {
        throw new IllegalArgumentException(
            "rules.then is create-bead on a %s; beads stand for issues and pull requests"
                .formatted(on.name().toLowerCase(Locale.ROOT)));
      }
    }

    boolean fits(ForgeNews news) {
      return on.name().equals(news.kind().name())
          && actions.contains(news.action())
          && (forges.isEmpty() || forges.contains(news.forge().wireName()))
          && (repositories.isEmpty()
              || repositories.stream().anyMatch(news.repository()::equalsIgnoreCase));
    }

    /// What was said by the forge is put in once: it may itself hold such words.
    String title(ForgeNews news) {
      var values =
          Map.of(
              "number", Long.toString(news.number()),
              "title", news.title(),
              "repository", news.repository(),
              "sender", news.sender(),
              "url", news.url());
      return java.util.regex.Pattern.compile("\\{(number|title|repository|sender|url)}")
          .matcher(title)
          .replaceAll(match ->
              java.util.regex.Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
    }
  }

  private static final String BUILT_IN = "webhook-rules.yaml";

  public WebhookRules {
    rules = List.copyOf(rules);
  }

  /// The rules of a file, or all that is wrong with it.
  public static ConfigResult<WebhookRules> read(Path file) {
    return reader().read(file);
  }

  static ConfigResult<WebhookRules> parse(String name, String text) {
    return reader().read(name, text);
  }

  private static ConfigReader<WebhookRules> reader() {
    return new ConfigReader<>(WebhookRules.class, Environment.of(Map.of()), Set.of());
  }

  public static WebhookRules builtIn() {
    try (var input = WebhookRules.class.getResourceAsStream(BUILT_IN)) {
      if (input == null) {
        throw new IllegalStateException(BUILT_IN + " is missing");
      }
      var text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      return switch (parse(BUILT_IN, text)) {
        case ConfigResult.Loaded<WebhookRules>(var rules, _) -> rules;
        case ConfigResult.Refused<WebhookRules>(var problems) ->
            throw new IllegalStateException(problems.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
