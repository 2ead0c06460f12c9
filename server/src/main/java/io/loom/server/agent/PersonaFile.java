package io.loom.server.agent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The text of one `SKILL.md`: YAML front matter between two `---` lines, then Markdown.
final class PersonaFile {
  static final int LARGEST = 256 * 1024;
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  static final Set<String> AUTONOMY = Set.of("full", "semi", "supervised");

  private static final String FENCE = "---";

  /// What came of reading a file.
  sealed interface Reading {
    record Read(Persona persona) implements Reading {}

    record Bad(PersonaProblem problem) implements Reading {}
  }

  /// What makes a file unusable, until its reader adds the path.
  private static final class Unusable extends Exception {
    private final int line;

    Unusable(int line, String reason) {
      super(reason);
      this.line = line;
    }
  }

  private PersonaFile() {}

  /// @param path relative to the library's folder: `namespace/name/SKILL.md`
  static Reading read(String path, String namespace, String name, byte[] bytes, Instant changed) {
    try {
      return new Reading.Read(parse(path, namespace, name, bytes, changed));
    } catch (Unusable e) {
      return new Reading.Bad(new PersonaProblem(path, e.line, String.valueOf(e.getMessage())));
    }
  }

  private static Persona parse(
      String path, String namespace, String name, byte[] bytes, Instant changed) throws Unusable {
    var text = decode(bytes);
    var lines = text.split("\n", -1);
    if (!lines[0].strip().equals(FENCE)) {
      throw new Unusable(1, "the first line is not ---, so there is no front matter");
    }
    int end = 1;
    while (end < lines.length && !lines[end].stripTrailing().equals(FENCE)) {
      end++;
    }
    if (end == lines.length) {
      throw new Unusable(1, "the front matter has no closing --- line");
    }
    var head = frontMatter(String.join("\n", List.of(lines).subList(1, end)));
    var body = String.join("\n", List.of(lines).subList(end + 1, lines.length)).strip();
    checkNames(namespace, name, head);
    if (body.isEmpty()) {
      throw new Unusable(end + 1, "there are no instructions under the front matter");
    }
    var metadata = head.get("metadata") instanceof Map<?, ?> map ? map : Map.<String, Object>of();
    return new Persona(
        namespace + "/" + name,
        String.valueOf(head.get("description")).strip(),
        role(metadata, name),
        autonomy(metadata),
        focusAreas(metadata),
        body,
        head,
        path,
        changed);
  }

  private static String decode(byte[] bytes) throws Unusable {
    if (bytes.length > LARGEST) {
      throw new Unusable(0, "the file is larger than %d KiB".formatted(LARGEST / 1024));
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("^\uFEFF", "").replace("\r\n", "\n");
    } catch (CharacterCodingException _) {
      throw new Unusable(0, "the file is not UTF-8");
    }
  }

  private static Map<String, Object> frontMatter(String yaml) throws Unusable {
    var settings =
        LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(LARGEST)
            .build();
    try {
      if (!(new Load(settings).loadFromString(yaml) instanceof Map<?, ?> map)) {
        throw new Unusable(2, "the front matter is not a list of keys with values");
      }
      var head = new LinkedHashMap<String, Object>();
      for (var entry : map.entrySet()) {
        @Nullable Object value = entry.getValue();
        if (value != null) {
          head.put(String.valueOf(entry.getKey()), value);
        }
      }
      return head;
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 2).orElse(2);
      throw new Unusable(line, "the front matter is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new Unusable(2, "the front matter is not YAML: " + e.getMessage());
    }
  }

  /// One folder, or `projects/<project>/<role>`; the middle one is a project's id.
  static boolean isNamespace(String namespace) {
    var parts = namespace.split("/", -1);
    return parts.length == 1
        ? NAME.matcher(namespace).matches()
        : parts.length == 3
            && parts[0].equals(PersonaLibrary.PROJECTS)
            && PROJECT.matcher(parts[1]).matches()
            && NAME.matcher(parts[2]).matches();
  }

  private static void checkNames(String namespace, String name, Map<String, Object> head)
      throws Unusable {
    if (!isNamespace(namespace) || !NAME.matcher(name).matches()) {
      throw new Unusable(
          0, "its folders are not named in lower case letters, digits and hyphens, at most 64");
    }
    @Nullable Object given = head.get("name");
    if (given == null) {
      throw new Unusable(2, "name is missing");
    }
    if (!given.equals(name)) {
      throw new Unusable(
          2, "name is %s, but the folder is %s; they must be the same".formatted(given, name));
    }
    if (!(head.get("description") instanceof String description) || description.isBlank()) {
      throw new Unusable(2, "description is missing");
    }
  }

  private static String role(Map<?, ?> metadata, String name) {
    return metadata.get("role") instanceof String role && !Role.normalise(role).isEmpty()
        ? Role.normalise(role)
        : Role.normalise(name);
  }

  private static String autonomy(Map<?, ?> metadata) throws Unusable {
    @Nullable Object level = metadata.get("autonomy_level");
    if (level == null) {
      return "semi";
    }
    if (level instanceof String text && AUTONOMY.contains(text)) {
      return text;
    }
    throw new Unusable(2, "autonomy_level is %s, not full, semi or supervised".formatted(level));
  }

  private static List<String> focusAreas(Map<?, ?> metadata) {
    return metadata.get("specialties") instanceof List<?> areas
        ? areas.stream().map(String::valueOf).toList()
        : List.of();
  }

  /// The text of a file that reads as these values.
  static String write(Map<String, Object> head, String body) {
    var settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    return "%s\n%s%s\n\n%s\n"
        .formatted(FENCE, new Dump(settings).dumpToString(head), FENCE, body.strip());
  }
}
