package io.loom.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.config.ConfigReader;
import io.loom.ground.config.ConfigResult.Loaded;
import io.loom.ground.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Holds the two files that ship with Loom to the records. In the example, `# ` begins a comment
/// and `#` a setting that is off.
class ExampleFileTest {
  private static final Path ROOT = Path.of(System.getProperty("loom.root", ".."));
  private static final Environment ENVIRONMENT = Environment.of(Map.of("TOKENHUB_API_KEY", "key"));

  @Test
  void exampleSaysTheDefaults() throws IOException {
    assertThat(config(text("config.yaml.example"))).isEqualTo(config(""));
  }

  @Test
  void exampleNamesEveryKeyAndNoOther() throws IOException {
    var named = new TreeSet<String>();
    collect(new Load(LoadSettings.builder().build()).loadFromString(everythingOn()), "", named);

    assertThat(named).containsExactlyElementsOf(ConfigReader.keys(LoomConfig.class));
  }

  @Test
  void exampleWithEverythingOnIsRead() throws IOException {
    var config = config(everythingOn());

    assertThat(config.projects()).singleElement().extracting("id").isEqualTo("my-project");
    assertThat(config.providers()).singleElement().extracting("id").isEqualTo("tokenhub");
  }

  @Test
  void shippedFileDiffersFromTheDefaultsInTheSecondPortOnly() throws IOException {
    var shipped = text("config.yaml");

    assertThat(config(shipped).server().extraHttpPorts()).containsExactly(8080);
    assertThat(config(shipped.replace("  extra_http_ports: [8080]\n", ""))).isEqualTo(config(""));
  }

  @Test
  void shippedFileOfTheGuideIsAccepted() {
    var guide =
        """
        server: {http_port: 8081, https_port: 8443, tls_cert_file: "", read_timeout: 30s}
        projects:
          - {id: my-project, git_repo: "git@github.com:org/repo.git", git_auth_method: ssh,
             is_perpetual: false, is_sticky: true}
        temporal: {host: "localhost:7233"}
        """;

    assertThat(LoomConfig.parse("guide", guide, ENVIRONMENT)).isInstanceOf(Loaded.class);
  }

  private static String everythingOn() throws IOException {
    return text("config.yaml.example").replaceAll("(?m)^#(?=[a-z]|  )", "");
  }

  private static LoomConfig config(String text) {
    var result = LoomConfig.parse("x.yaml", text, ENVIRONMENT);
    assertThat(result).isInstanceOf(Loaded.class);
    return ((Loaded<LoomConfig>) result).config();
  }

  private static String text(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  private static void collect(Object value, String path, Set<String> keys) {
    switch (value) {
      case Map<?, ?> map when !path.endsWith("[].context") ->
          map.forEach(
              (key, inner) -> collect(inner, path.isEmpty() ? "" + key : path + "." + key, keys));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Map<?, ?> ->
          list.forEach(element -> collect(element, path + "[]", keys));
      default -> keys.add(path);
    }
  }
}
