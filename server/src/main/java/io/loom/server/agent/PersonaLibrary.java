package io.loom.server.agent;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.loom.server.agent.PersonaFile.Reading;
import io.loom.server.agent.PersonaFile.Reading.Bad;
import io.loom.server.agent.PersonaFile.Reading.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The persona files of a folder: `<namespace>/<name>/SKILL.md`, and those that belong to one
/// project: `projects/<project>/<role>/<name>/SKILL.md`. A persona's name is the path of its
/// folder.
///
/// Each use looks at the files' times and reads again what changed, so people edit them while Loom
/// runs. A file that cannot be used is left out and logged once; the others load. Safe for many
/// threads: a snapshot is replaced as a whole, and two that read at once find the same.
public final class PersonaLibrary {
  private static final System.Logger LOG = System.getLogger(PersonaLibrary.class.getName());
  private static final String FILE = "SKILL.md";
  private static final String DEFAULT_NAMESPACE = "default";

  /// The namespace whose personas lie two folders deeper.
  static final String PROJECTS = "projects";

  private record Entry(FileTime changed, long size, Reading reading) {}

  private final Path folder;
  private volatile Map<String, Entry> entries = Map.of();

  private PersonaLibrary(Path folder) {
    this.folder = folder;
  }

  /// Reads all persona files of a folder. A folder that is not there is an empty library.
  public static PersonaLibrary load(Path folder) {
    var library = new PersonaLibrary(folder);
    library.refresh();
    return library;
  }

  /// A name with its namespace.
  static String fullName(String name) {
    return name.indexOf('/') < 0 ? DEFAULT_NAMESPACE + "/" + name : name;
  }

  /// @param name `namespace/name`; without a namespace one of `default`
  public Optional<Persona> find(String name) {
    var entry = refresh().get(fullName(name) + "/" + FILE);
    return entry != null && entry.reading() instanceof Read(var persona)
        ? Optional.of(persona)
        : Optional.empty();
  }

  /// All that can be used, by name.
  public List<Persona> list() {
    var found = new ArrayList<Persona>();
    for (var entry : refresh().values()) {
      if (entry.reading() instanceof Read(var persona)) {
        found.add(persona);
      }
    }
    return found;
  }

  /// The files that are left out, and why.
  public List<PersonaProblem> problems() {
    var found = new ArrayList<PersonaProblem>();
    for (var entry : refresh().values()) {
      if (entry.reading() instanceof Bad(var problem)) {
        found.add(problem);
      }
    }
    return found;
  }

  /// Writes a persona's file if it can be read back; readers see the old file or the new one.
  ///
  /// @return what is wrong with the text, if anything; then nothing is written
  ///
  /// @param namespace one folder, or for a persona of a project those from `projects` on
  Optional<PersonaProblem> save(String namespace, String name, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var path = "%s/%s/%s".formatted(namespace, name, FILE);
    if (PersonaFile.read(path, namespace, name, bytes, Instant.EPOCH) instanceof Bad(var problem)) {
      return Optional.of(problem);
    }
    try {
      write(folder.resolve(namespace).resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("persona %s/%s cannot be saved".formatted(namespace, name), e);
    }
    return Optional.empty();
  }

  /// Copies a persona for a project: its text, with the name of its new folder.
  PersonaCopy copy(Persona original, String projectId, String role, String name) {
    var namespace = "%s/%s/%s".formatted(PROJECTS, projectId, role);
    var full = namespace + "/" + name;
    var head = new LinkedHashMap<>(original.frontMatter());
    head.put("name", name);
    var metadata = new LinkedHashMap<Object, Object>(original.metadata());
    metadata.put("role", role);
    head.put("metadata", metadata);
    var there = find(full);
    if (there.isPresent()) {
      boolean isSame =
          there.get().mission().equals(original.mission())
              && there.get().frontMatter().equals(head);
      return isSame ? new PersonaCopy.Done(full) : new PersonaCopy.Taken(full);
    }
    return save(namespace, name, PersonaFile.write(head, original.mission()))
        .<PersonaCopy>map(PersonaCopy.Unusable::new)
        .orElseGet(() -> new PersonaCopy.Done(full));
  }

  private static void write(Path home, byte[] bytes) throws IOException {
    Files.createDirectories(home);
    var draft = Files.createTempFile(home, FILE, ".new");
    try {
      Files.write(draft, bytes);
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, home.resolve(FILE), ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Map<String, Entry> refresh() {
    var before = entries;
    var now = new TreeMap<String, Entry>();
    for (var namespace : foldersIn(folder)) {
      if (namespace.endsWith(PROJECTS)) {
        lookInProjects(namespace, before, now);
      }
      for (var home : foldersIn(namespace)) {
        look(namespace, home, before, now);
      }
    }
    entries = now;
    return now;
  }

  private void lookInProjects(Path projects, Map<String, Entry> before, Map<String, Entry> now) {
    for (var project : foldersIn(projects)) {
      for (var role : foldersIn(project)) {
        for (var home : foldersIn(role)) {
          look(role, home, before, now);
        }
      }
    }
  }

  private static List<Path> foldersIn(Path parent) {
    try (var children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (IOException e) {
      LOG.log(WARNING, "personas under " + parent + " cannot be listed", e);
      return List.of();
    }
  }

  private void look(Path namespace, Path home, Map<String, Entry> before, Map<String, Entry> now) {
    var file = home.resolve(FILE);
    var path = folder.relativize(file).toString();
    try {
      var changed = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      var known = before.get(path);
      if (known != null && known.changed().equals(changed) && known.size() == size) {
        now.put(path, known);
        return;
      }
      var reading = read(path, folder.relativize(namespace).toString(), home, changed);
      now.put(path, new Entry(changed, size, reading));
      if (reading instanceof Bad(var problem)) {
        LOG.log(WARNING, "persona left out: {0}", problem);
      }
    } catch (NoSuchFileException _) {
      // A folder without the file is no persona, or one that was just removed.
    } catch (IOException e) {
      var reading = new Bad(new PersonaProblem(path, 0, "it cannot be read: " + e.getMessage()));
      now.put(path, new Entry(FileTime.fromMillis(0), -1, reading));
      LOG.log(WARNING, "persona left out: {0}", reading.problem());
    }
  }

  private static Reading read(String path, String namespace, Path home, FileTime changed)
      throws IOException {
    try (var in = Files.newInputStream(home.resolve(FILE))) {
      var bytes = in.readNBytes(PersonaFile.LARGEST + 1);
      return PersonaFile.read(
          path, namespace, String.valueOf(home.getFileName()), bytes, changed.toInstant());
    }
  }
}
