package io.loom.ground.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      textBlock =
          """
          A=b                 > b
          export A=b          > b
          A = b c             > b c
          A=b # why           > b
          A=b#c               > b#c
          A='b # c' # d       > b # c
          A="b \\"c\\" $D"     > b "c" $D
          A="b\\nc"            > `b
          c`
          A=it's              > it's
          """)
  void valueIsReadAsAShellWould(String line, String value) throws Exception {
    assertThat(read(line).find("A")).contains(value);
  }

  @Test
  void emptyValuesAreEmpty() throws Exception {
    var environment = read("A=\nB=''\nC=\"\"\nD= # nothing\n");

    for (var name : new String[] {"A", "B", "C", "D"}) {
      assertThat(environment.find(name)).as(name).contains("");
    }
    assertThat(environment.findSecret("A")).isEmpty();
  }

  @Test
  void variableThatIsSetWinsOverTheFile() throws Exception {
    Files.writeString(folder.resolve(".env"), "A=file\nB=file\n");

    var environment = Environment.withFile(Map.of("A", "process"), folder.resolve(".env"));

    assertThat(environment.find("A")).contains("process");
    assertThat(environment.find("B")).contains("file");
  }

  @Test
  void badLineIsNamedByNumberOnly() throws Exception {
    var environment = read("# a comment\n\nA=1\nhunter2\nB='open\n");

    assertThat(environment.warnings())
        .hasSize(2)
        .noneMatch(warning -> warning.contains("hunter2"))
        .first()
        .asString()
        .endsWith(".env:4: not read; write NAME=value");
  }

  @Test
  void absentFileHoldsNothing() {
    assertThat(Environment.withFile(Map.of(), folder.resolve(".env")).warnings()).isEmpty();
  }

  @Test
  void printingShowsNoValue() {
    assertThat(Environment.of(Map.of("A", "hunter2")).toString()).doesNotContain("hunter2");
  }

  private Environment read(String text) throws Exception {
    Files.writeString(folder.resolve(".env"), text);
    return Environment.withFile(Map.of(), folder.resolve(".env"));
  }
}
