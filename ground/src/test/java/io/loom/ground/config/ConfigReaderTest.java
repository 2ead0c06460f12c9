package io.loom.ground.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.ByteSize;
import io.loom.base.Secret;
import io.loom.ground.config.ConfigResult.Loaded;
import io.loom.ground.config.ConfigResult.Refused;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final Environment ENVIRONMENT =
      Environment.of(
          Map.of("PORT", "9000", "KEY", "k:1\nplain: {x: y}", "EMPTY", "", "PASSWORD", "hunter2"));
  private static final ConfigReader<SampleConfig> READER =
      new ConfigReader<>(SampleConfig.class, ENVIRONMENT, Set.of("temporal", "odd.bd_path"));

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "plain:\n", "plain: {}\nodd: ~\n"})
  void whatIsNotWrittenHasItsDefault(String text) {
    var config = loaded(text);

    assertThat(config.plain())
        .isEqualTo(
            new SampleConfig.Plain(
                "loom",
                8081,
                5_000_000_000L,
                1.5,
                true,
                Duration.ofSeconds(30),
                ByteSize.ofMebibytes(64),
                SampleConfig.Strategy.DIRECT,
                Path.of("./data")));
    assertThat(config.odd())
        .isEqualTo(new SampleConfig.Odd(null, null, null, List.of("one", "two"), List.of()));
    assertThat(config.items()).isEmpty();
  }

  @Test
  void everyTypeIsRead() {
    var config =
        loaded(
            """
            plain:
              name: 12
              http_port: 8
              many: 6
              cpus: 2
              enabled: false
              read_timeout: 1h30m
              max_size: 2GiB
              strategy: branch-pr
              folder: /srv
            odd:
              password: "p"
              max_cost: 2.50
              address: http://localhost:1/v1
              words: [a]
              ports: [1, 2]
            items:
              - id: first
                context: {build: make, empty: ""}
                api_key: ${PASSWORD}
            """);

    assertThat(config)
        .isEqualTo(
            new SampleConfig(
                new SampleConfig.Plain(
                    "12",
                    8,
                    6,
                    2,
                    false,
                    Duration.ofMinutes(90),
                    new ByteSize(2L << 30),
                    SampleConfig.Strategy.BRANCH_PR,
                    Path.of("/srv")),
                new SampleConfig.Odd(
                    new Secret("p"),
                    new BigDecimal("2.50"),
                    URI.create("http://localhost:1/v1"),
                    List.of("a"),
                    List.of(1, 2)),
                List.of(
                    new SampleConfig.Item(
                        "first",
                        "main",
                        Map.of("build", "make", "empty", ""),
                        new Secret("hunter2")))));
  }

  @Test
  void emptyTextMeansAbsentWhereThatIsAllowed() {
    assertThat(loaded("odd: {password: '', max_cost: '', address: \"${EMPTY}\"}").odd().password())
        .isNull();
  }

  @Test
  void variablesArePutIntoValuesOnly() {
    assertThat(loaded("plain: {http_port: $PORT}").plain().httpPort()).isEqualTo(9000);
    assertThat(loaded("plain: {name: 'a-${PORT}-$$-${NONE:-b}${EMPTY:-c}'}").plain().name())
        .isEqualTo("a-9000-$-bc");
    assertThat(loaded("plain: {name: $KEY}").plain().name()).isEqualTo("k:1\nplain: {x: y}");
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirLines() {
    assertThat(
            problems(
                """
                plain:
                  http_prot: 1
                  many: lots
                  read_timeout: 30
                odd:
                  max_cost: $NONE
                  words: one
                http_port: 1
                """))
        .containsExactly(
            "x.yaml:2: plain.http_prot: unknown key; did you mean http_port?",
            "x.yaml:3: plain.many: \"lots\": write a whole number, like 20, without a unit",
            "x.yaml:4: plain.read_timeout: \"30\": write a number with a unit, like 500ms, 30s, 10m"
                + " or 1h30m",
            "x.yaml:6: odd.max_cost: \"$NONE\": the variable NONE is not set; set it, write"
                + " ${NONE:-default}, or $$ for a dollar sign",
            "x.yaml:7: odd.words: write a list, like [one, two]",
            "x.yaml:8: http_port: unknown key; did you mean plain.http_port?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain: {enabled: yes}        | write true or false
          plain: {http_port: 99999999999} | write a whole number below 2147483648
          plain: {http_port: 70000}    | plain.http_port: is 70000, above 65535
          plain: {max_size: 3 bananas} | write a size
          plain: {strategy: pr}        | write one of direct, branch-pr
          plain: {name: [a]}           | write a single value
          plain: {name: '${a-b}'}      | write a variable as ${NAME}
          plain: {folder: ''}          | write the path
          plain: 5                     | write keys with values below it
          odd: {address: 'a b'}        | write an address
          odd: {ports: [1, x]}         | odd.ports[1]
          odd: {words: [a, ~]}         | is empty
          items: [{branch: b}]         | items[0].id: is missing; it has no default
          items: [{id: a}, {id: ' '}]  | items[1].id: is blank
          items: [{id: a, api_key: sk-1}] | a secret is not written here
          items: [{id: a, api_key: '${NONE:-sk-1}'}] | a secret is not written here
          plain: {name: a, name: b}    | plain.name: is here twice; the first is on line 1
          {? [a] : b}                  | not YAML
          - a                          | write keys with values below it
          zzzzzzzzz: 1                 | unknown key; known here: plain, odd, items
          plain: {: :                  | not YAML
          """)
  void badValueIsRefusedWithWhatToWrite(String text, String said) {
    assertThat(problems(text)).singleElement().asString().contains(said);
  }

  @Test
  void tabIsNamedAsSuch() {
    assertThat(problems("plain:\n\tname: a\n"))
        .containsExactly("x.yaml:2: not YAML: there is a tab; indent with spaces");
  }

  @Test
  void problemShowsTheTextAsWrittenAndNotWhatTheVariableHolds() {
    assertThat(problems("plain: {http_port: $PASSWORD}").toString())
        .contains("$PASSWORD")
        .doesNotContain("hunter2");
    assertThat(problems("items: [{id: a, api_key: sk-secret}]").toString())
        .doesNotContain("sk-secret");
  }

  @Test
  void keysOfTheGoLoomAreAcceptedWithOneWarning() {
    var result = READER.read("x.yaml", "temporal: {host: a}\nodd: {bd_path: bd}\n");

    assertThat(((Loaded<SampleConfig>) result).warnings())
        .containsExactly(
            "x.yaml: keys without effect in this Loom: temporal (line 1), odd.bd_path (line 2)");
  }

  @Test
  void nestOfAnchorsIsRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(problems(bomb.toString())).singleElement().asString().contains("aliases");
  }

  @Test
  void anchorThatHoldsItselfIsRefused() {
    assertThat(problems("items: &i [*i]\n"))
        .containsExactly("x.yaml:1: items[0]: write keys with values below it, like `key: value`");
  }

  @Test
  void fileThatIsNoConfigIsRefused(@TempDir Path folder) throws Exception {
    var file = folder.resolve("c.yaml");
    assertThat(problemsOf(file)).contains("there is no such file");
    assertThat(problemsOf(folder)).contains("this is a folder");

    Files.write(file, new byte[] {'a', '\n', (byte) 0xC3, '('});
    assertThat(problemsOf(file)).contains("c.yaml:2: not UTF-8");

    Files.write(file, new byte[2 << 20]);
    assertThat(problemsOf(file)).contains("more than 1MiB");
  }

  @Test
  void byteOrderMarkIsPassedOver(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("c.yaml"), "\uFEFFplain: {name: b}\r\n");

    assertThat(READER.read(file)).isInstanceOf(Loaded.class);
  }

  @Test
  void keysListsEverySettingWithItsPath() {
    assertThat(ConfigReader.keys(SampleConfig.class))
        .contains("plain.http_port", "odd.max_cost", "items[].api_key", "items[].context")
        .hasSize(18);
  }

  private static SampleConfig loaded(String text) {
    var result = READER.read("x.yaml", text);
    assertThat(result).isInstanceOf(Loaded.class);
    return ((Loaded<SampleConfig>) result).config();
  }

  private static List<String> problems(String text) {
    var result = READER.read("x.yaml", text);
    assertThat(result).isInstanceOf(Refused.class);
    return ((Refused<SampleConfig>) result)
        .problems().stream().map(ConfigProblem::toString).toList();
  }

  private static String problemsOf(Path file) {
    return ((Refused<SampleConfig>) READER.read(file)).problems().toString();
  }
}
