package io.loom.ground.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// The steps from a file to a tree of nodes that know their lines. What goes wrong is a [Refusal]
/// for the user.
final class YamlText {
  private static final int SIZE_LIMIT = 1 << 20;

  private YamlText() {}

  /// Says why a file could not be taken as YAML at all.
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ConfigProblem problem;

    Refusal(String file, int line, String message) {
      super(message);
      this.problem = new ConfigProblem(file, line, "", message);
    }

    ConfigProblem problem() {
      return problem;
    }
  }

  static String read(Path file) throws Refusal {
    var name = file.toString();
    if (Files.isDirectory(file)) {
      throw new Refusal(name, 0, "this is a folder; name a YAML file");
    }
    try (var input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(SIZE_LIMIT + 1);
      if (bytes.length > SIZE_LIMIT) {
        throw new Refusal(
            name, 0, "more than 1MiB; settings are a few KiB, is this the right file?");
      }
      return decode(name, bytes);
    } catch (NoSuchFileException e) {
      throw new Refusal(name, 0, "there is no such file");
    } catch (IOException e) {
      throw new Refusal(name, 0, "cannot be read: " + e.getMessage());
    }
  }

  private static String decode(String name, byte[] bytes) throws Refusal {
    var input = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < input.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new Refusal(name, line, "not UTF-8; save the file as UTF-8");
    }
  }

  static Optional<Node> compose(String name, String text) throws Refusal {
    try {
      var settings = LoadSettings.builder().setLabel(name).setSchema(new CoreSchema()).build();
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new Refusal(name, line, "not YAML: " + reason(e));
    } catch (YamlEngineException e) {
      throw new Refusal(name, 0, "not YAML: " + e.getMessage());
    }
  }

  private static String reason(MarkedYamlEngineException e) {
    var problem = e.getProblem();
    return problem.contains("TAB") || problem.contains("\\t")
        ? "there is a tab; indent with spaces"
        : problem;
  }
}
