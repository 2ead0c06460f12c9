package io.loom.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonaLibraryTest {
  private static final String CODER =
      """
      ---
      name: coder
      description: Writes code
      license: MIT
      favourite_colour: teal
      metadata:
        role: Backend Engineer (senior)
        autonomy_level: full
        specialties:
          - java
          - sql
        author: ada
      ---

      # Mission

      Write code.
      """;

  @TempDir Path folder = Path.of("");

  @Test
  void personaHasWhatItsFileSays() throws IOException {
    file("default", "coder", CODER);

    var persona = PersonaLibrary.load(folder).find("coder").orElseThrow();
    assertThat(persona.name()).isEqualTo("default/coder");
    assertThat(persona.description()).isEqualTo("Writes code");
    assertThat(persona.role()).isEqualTo("engineering-manager");
    assertThat(persona.autonomyLevel()).isEqualTo("full");
    assertThat(persona.focusAreas()).containsExactly("java", "sql");
    assertThat(persona.mission()).isEqualTo("# Mission\n\nWrite code.");
    assertThat(persona.file()).isEqualTo("default/coder/SKILL.md");
    assertThat(persona.text("license")).isEqualTo("MIT");
  }

  @Test
  void unknownKeysAreKept() throws IOException {
    file("default", "coder", CODER);

    var persona = PersonaLibrary.load(folder).find("default/coder").orElseThrow();
    assertThat(persona.frontMatter()).containsEntry("favourite_colour", "teal");
    assertThat(persona.metadata().get("author")).isEqualTo("ada");
  }

  @Test
  void whatTheFileLeavesOutHasDefaults() throws IOException {
    file("default", "qa", minimal("qa"));

    var persona = PersonaLibrary.load(folder).find("qa").orElseThrow();
    assertThat(persona.role()).isEqualTo("qa-engineer");
    assertThat(persona.autonomyLevel()).isEqualTo("semi");
    assertThat(persona.focusAreas()).isEmpty();
  }

  @Test
  void windowsLineEndsAndByteOrderMarkAreTaken() throws IOException {
    file("default", "coder", "\uFEFF" + CODER.replace("\n", "\r\n"));

    assertThat(PersonaLibrary.load(folder).find("coder").orElseThrow().mission())
        .isEqualTo("# Mission\n\nWrite code.");
  }

  @Test
  void badFilesAreReportedAndTheRestLoads() throws IOException {
    file("default", "coder", CODER);
    file("default", "bare", "Just text.\n");
    file("default", "endless", "---\nname: endless\n");
    file("default", "broken", "---\nname: broken\ndescription: [a\n---\nText\n");
    file("default", "twice", "---\nname: twice\nname: twice\ndescription: d\n---\nText\n");
    file("default", "copy", minimal("coder"));
    file("default", "mute", "---\nname: mute\ndescription: d\n---\n\n");
    file(
        "default",
        "wild",
        "---\nname: wild\ndescription: d\nmetadata: {autonomy_level: 9}\n---\nT");
    file("default", "nameless", "---\ndescription: d\n---\nText\n");
    file("default", "plain", "---\njust words\n---\nText\n");
    file("Default", "shouting", minimal("shouting"));
    file("default", "huge", minimal("huge") + "x".repeat(300_000));
    write(
        "default",
        "latin",
        minimal("latin").replace("d\n", "\u00e9\n"),
        StandardCharsets.ISO_8859_1);
    Files.createDirectories(folder.resolve("default/empty"));
    Files.createDirectories(folder.resolve("default/folder/SKILL.md"));

    var library = PersonaLibrary.load(folder);
    assertThat(library.list()).extracting(Persona::name).containsExactly("default/coder");
    assertThat(library.problems())
        .extracting(PersonaProblem::path)
        .containsExactlyInAnyOrder(
            "Default/shouting/SKILL.md",
            "default/bare/SKILL.md",
            "default/broken/SKILL.md",
            "default/copy/SKILL.md",
            "default/endless/SKILL.md",
            "default/folder/SKILL.md",
            "default/huge/SKILL.md",
            "default/latin/SKILL.md",
            "default/mute/SKILL.md",
            "default/nameless/SKILL.md",
            "default/plain/SKILL.md",
            "default/twice/SKILL.md",
            "default/wild/SKILL.md");
  }

  @Test
  void reportNamesLineAndReason() throws IOException {
    file("default", "bare", "Just text.\n");
    file("default", "broken", "---\nname: broken\ndescription: ok\n\tkey: tab\n---\nText\n");
    file("default", "copy", minimal("coder"));

    assertThat(PersonaLibrary.load(folder).problems())
        .extracting(PersonaProblem::toString)
        .satisfiesExactly(
            bare -> assertThat(bare).contains("default/bare/SKILL.md:1:", "no front matter"),
            broken -> assertThat(broken).contains("default/broken/SKILL.md:4:", "not YAML"),
            copy -> assertThat(copy).contains("name is coder, but the folder is copy"));
  }

  @Test
  void changedFileIsReadAgain() throws IOException {
    file("default", "coder", CODER);
    var library = PersonaLibrary.load(folder);
    var before = library.find("coder").orElseThrow();

    var file = file("default", "coder", CODER.replace("Write code.", "Write tests."));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

    assertThat(before.mission()).contains("Write code.");
    assertThat(library.find("coder").orElseThrow().mission()).contains("Write tests.");
  }

  @Test
  void addedAndRemovedFilesAreNoticed() throws IOException {
    var library = PersonaLibrary.load(folder);
    assertThat(library.list()).isEmpty();

    var file = file("default", "coder", CODER);
    assertThat(library.find("coder")).isPresent();

    Files.delete(file);
    assertThat(library.find("coder")).isEmpty();
  }

  @Test
  void missingFolderIsAnEmptyLibrary() {
    assertThat(PersonaLibrary.load(folder.resolve("nowhere")).list()).isEmpty();
  }

  @Test
  void savedPersonaIsReadBackWithItsUnknownKeys() throws IOException {
    file("default", "coder", CODER);
    var library = PersonaLibrary.load(folder);
    var before = library.find("coder").orElseThrow();

    assertThat(library.save("default", "coder", PersonaFile.write(before.frontMatter(), "New.")))
        .isEmpty();
    var after = library.find("coder").orElseThrow();
    assertThat(after.mission()).isEqualTo("New.");
    assertThat(after.frontMatter()).isEqualTo(before.frontMatter());
    assertThat(List.copyOf(after.frontMatter().keySet()))
        .isEqualTo(List.copyOf(before.frontMatter().keySet()));
  }

  @Test
  void textThatCouldNotBeReadBackIsNotSaved() throws IOException {
    file("default", "coder", CODER);
    var library = PersonaLibrary.load(folder);

    assertThat(library.save("default", "coder", "nonsense")).isPresent();
    assertThat(library.save("default", "coder", PersonaFile.write(Map.of("name", "x"), "T")))
        .isPresent();
    assertThat(library.find("coder").orElseThrow().description()).isEqualTo("Writes code");
    try (var files = Files.list(folder.resolve("default/coder"))) {
      assertThat(files).hasSize(1);
    }
  }

  private static String minimal(String name) {
    return "---\nname: %s\ndescription: d\n---\nText\n".formatted(name);
  }

  private Path file(String namespace, String name, String text) throws IOException {
    return write(namespace, name, text, StandardCharsets.UTF_8);
  }

  private Path write(String namespace, String name, String text, java.nio.charset.Charset charset)
      throws IOException {
    var home = Files.createDirectories(folder.resolve(namespace).resolve(name));
    return Files.writeString(home.resolve("SKILL.md"), text, charset);
  }
}
