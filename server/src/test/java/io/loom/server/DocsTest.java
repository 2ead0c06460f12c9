package io.loom.server;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.EventType;
import io.loom.server.run.RunState;
import io.loom.server.run.TerminalReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the documents to the code: names that are public are explained, and what is linked or
/// named is there. `tests/docs.sh` runs their examples.
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("loom.root", ".."));
  private static final Pattern PROBLEM =
      Pattern.compile("new ProblemType\\(\\s*\"([a-z-]+)\"(?: \\+ status)?, (\\w+),");
  private static final Pattern PARAGRAPH = Pattern.compile("(?m)^### (\\S+)\n(\\w+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| ([^|]+?) \\|");
  private static final Pattern EVENT =
      Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| ([^|]+?) \\| (`[^|]+`) \\|$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]\\w+)`");

  @Test
  void everyProblemIsExplainedWithItsStatus() throws IOException {
    var inCode = new TreeMap<String, String>();
    for (var source : files(".java")) {
      if (source.toString().contains("/src/main/")) {
        matches(PROBLEM, Files.readString(source))
            .forEach(it -> inCode.put(slug(it.group(1)), it.group(2)));
      }
    }

    var explained =
        matches(PARAGRAPH, text("docs/guide/problems.md"))
            .collect(toMap(it -> it.group(1), it -> it.group(2), (one, _) -> one, TreeMap::new));
    assertThat(explained.keySet()).isEqualTo(inCode.keySet());
    inCode.remove(slug("http-"));
    assertThat(explained).containsAllEntriesOf(inCode);
  }

  /// The web server's own statuses share one name.
  private static String slug(String inCode) {
    return inCode.endsWith("-") ? inCode + "*" : inCode;
  }

  @Test
  void everyEventTypeIsDescribedInTheWordsOfTheCatalogue() throws IOException {
    var described =
        matches(EVENT, text("docs/guide/events.md"))
            .map(it -> it.group(1) + ": " + it.group(2))
            .toList();

    assertThat(described)
        .containsExactlyElementsOf(
            Arrays.stream(EventType.values())
                .map(type -> type.wireName() + ": " + type.description())
                .toList());
  }

  @Test
  void keysOfEventsAreThoseOfTheirRecords() throws Exception {
    var keys = EventKeys.ofRecords();

    for (var row : matches(EVENT, text("docs/guide/events.md")).toList()) {
      var type = EventType.find(row.group(1)).orElseThrow();
      assertThat(keys.get(type))
          .as(row.group(1))
          .isEqualTo(List.of(row.group(3).replace("`", "").split(", ", -1)));
    }
  }

  @Test
  void everyStateAndEndOfARunIsExplained() throws IOException {
    var guide = text("docs/guide/users.md");

    assertThat(rows(guide, "### Where a run stands"))
        .isEqualTo(names(Arrays.stream(RunState.values()).map(Enum::name)));
    assertThat(rows(guide, "### Why a run ended"))
        .isEqualTo(names(Arrays.stream(TerminalReason.values()).map(Enum::name)));
  }

  private static Set<String> rows(String guide, String heading) {
    var section = guide.substring(guide.indexOf(heading) + heading.length());
    var end = section.indexOf("\n##");
    return names(matches(ROW, section.substring(0, end)).map(it -> it.group(1)));
  }

  private static Set<String> names(Stream<String> names) {
    return names
        .map(it -> it.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void linksLeadToFilesAndHeadings() throws IOException {
    for (var document : files(".md")) {
      var links = matches(LINK, CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""));
      for (var link : links.map(it -> it.group(1)).toList()) {
        if (!link.startsWith("http")) {
          var parts = link.split("#", 2);
          var target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
          assertThat(target).as("%s in %s", link, document).exists();
          if (parts.length > 1) {
            assertThat(anchors(target)).as("%s in %s", link, document).contains(parts[1]);
          }
        }
      }
    }
  }

  private static List<String> anchors(Path document) throws IOException {
    return Files.readString(document)
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void classesNamedForContributorsExist() throws IOException {
    Map<String, Path> sources =
        files(".java").stream()
            .collect(toMap(it -> it.getFileName().toString(), it -> it, (one, _) -> one));

    for (var name : List.of("ARCHITECTURE.md", "CONTRIBUTING.md")) {
      var named = matches(CLASS_NAME, text(name)).map(it -> it.group(1) + ".java");
      assertThat(sources.keySet()).as(name).containsAll(named.filter(it -> !isWord(it)).toList());
    }
  }

  /// Names that rules speak of and that are no classes of ours.
  private static boolean isWord(String file) {
    return Set.of("Manager.java", "Helper.java", "Impl.java", "Optional.java", "InstantSource.java")
        .contains(file);
  }

  @Test
  void documentsWithExamplesAreRun() throws IOException {
    var script = text("tests/docs.sh");

    for (var document : files(".md")) {
      if (Files.readString(document).contains("\n```sh run\n")) {
        assertThat(script).contains(ROOT.relativize(document).toString());
      }
    }
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static String text(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  /// The sources and documents of this repository, not what was built from them.
  private static List<Path> files(String ending) throws IOException {
    var foreign =
        Pattern.compile("^/(data|run|personas)/|/(target|dist|node_modules|\\.[a-z]\\w*)/");
    try (var found = Files.walk(ROOT)) {
      return found
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !foreign.matcher("/" + ROOT.relativize(file)).find())
          .toList();
    }
  }
}
