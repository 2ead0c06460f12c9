package io.loom.server.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Stands in for `bd`, which cannot be installed where tests run: no real one has been used. It
/// takes the commands and gives the answers that the reference describes, and keeps beads in a file
/// where the real one has a database. What the real one loses it loses too: keys that it does not
/// know.
public final class StandInBd {
  private static final Pattern URL = Pattern.compile("url = file://(.*)");
  private static final Path DATABASE = Path.of(".beads/embeddeddolt/beads");

  private StandInBd() {}

  public static void main(String[] words) throws IOException {
    var options = new ArrayList<String>();
    var rest = new ArrayList<String>();
    boolean literal = false;
    for (var word : words) {
      if (!literal && word.equals("--")) {
        literal = true;
      } else if (!literal && word.startsWith("-")) {
        options.add(word);
      } else {
        rest.add(word);
      }
    }
    if (!rest.getFirst().equals("version")) {
      Files.writeString(
          origin().resolve("bd.log"),
          String.join(" ", words).replace("\n", "\\n") + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    run(rest, options);
  }

  private static Path origin() throws IOException {
    var config = URL.matcher(Files.readString(Path.of(".git/config")));
    if (!config.find()) {
      fail("no remote origin");
    }
    return Path.of(config.group(1));
  }

  private static void fail(String because) {
    System.err.println("{\"error\":\"%s\"}".formatted(because));
    System.exit(1);
  }

  private static void run(List<String> words, List<String> options) throws IOException {
    switch (words.getFirst()) {
      case "version" ->
          System.out.println(
              "{\"version\":\"%s\",\"schema_version\":1}"
                  .formatted(System.getProperty("bd.version")));
      case "bootstrap" -> pull();
      case "dolt" -> {
        if (words.get(1).equals("pull")) {
          pull();
        } else {
          Files.copy(DATABASE, remote(), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      case "export" -> new PrintStream(System.out, true, UTF_8).print(Files.readString(DATABASE));
      case "create" -> create(words, options);
      default -> change(words, options);
    }
  }

  private static Path remote() throws IOException {
    return origin().resolve("refs-dolt-data");
  }

  private static void pull() throws IOException {
    Files.createDirectories(DATABASE.getParent());
    if (Files.exists(remote())) {
      Files.copy(remote(), DATABASE, StandardCopyOption.REPLACE_EXISTING);
    } else if (!Files.exists(DATABASE)) {
      Files.createFile(DATABASE);
    }
    System.out.println("{\"status\":\"ok\"}");
  }

  private static void create(List<String> words, List<String> options) throws IOException {
    store(
        set(BeadDocument.parse("{\"_type\":\"issue\"}").withText("title", words.get(1)), options)
            .withText("status", "open"));
  }

  private static void change(List<String> words, List<String> options) throws IOException {
    boolean nested = List.of("label", "dep", "comments").contains(words.getFirst());
    var id = words.get(nested ? 2 : 1);
    var bead = BeadFile.parse(Files.readAllBytes(DATABASE)).beads().get(id);
    if (bead == null) {
      fail("no issue found matching " + id);
      return;
    }
    var last = words.getLast();
    store(
        switch (String.join(" ", words.subList(0, nested ? 2 : 1))) {
          case "update" -> set(bead, options);
          case "close" -> set(bead.withStatus("closed", Instant.now()), options);
          case "reopen" -> bead.withStatus("open", Instant.now());
          case "label add" -> {
            var labels = new ArrayList<>(bead.labels());
            labels.add(last);
            yield bead.withLabels(labels);
          }
          case "label remove" ->
              bead.withLabels(bead.labels().stream().filter(it -> !it.equals(last)).toList());
          case "dep add" ->
              bead.plusElement(
                  "dependencies",
                  "{\"issue_id\":\"%s\",\"depends_on_id\":\"%s\",\"type\":\"%s\"}"
                      .formatted(id, last, value(options, "--type")));
          case "comments add" -> bead.plusComment("c", "loom", last, Instant.now());
          default -> throw new IllegalArgumentException(String.join(" ", words));
        });
  }

  private static String value(List<String> options, String name) {
    return options.stream()
        .filter(it -> it.startsWith(name + "="))
        .map(it -> it.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static BeadDocument set(BeadDocument bead, List<String> options) {
    var changed = bead;
    for (var option : options) {
      int equals = option.indexOf('=');
      var value = option.substring(equals + 1);
      changed =
          switch (equals < 0 ? option : option.substring(0, equals)) {
            case "--json", "--force" -> changed;
            case "--id" -> changed.withText("id", value);
            case "--type" -> changed.withText("issue_type", value);
            case "--reason" -> changed.withText("close_reason", value);
            case "--acceptance" -> changed.withText("acceptance_criteria", value);
            case "--status" -> changed.withStatus(value, Instant.now());
            case "--priority" -> changed.with("priority", value);
            case "--title", "--description", "--design", "--notes", "--assignee" ->
                changed.withText(option.substring(2, equals), value);
            default -> throw new IllegalArgumentException(option);
          };
    }
    return changed;
  }

  private static void store(BeadDocument bead) throws IOException {
    var changed = bead.touched(Instant.now());
    Files.write(DATABASE, BeadFile.parse(Files.readAllBytes(DATABASE)).render(List.of(changed)));
    System.out.println("[" + changed.line() + "]");
  }
}
