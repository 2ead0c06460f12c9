package io.loom.server.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A real remote for tests: a bare repository, and a clone of it to push from.
public final class TestRepository {
  private final Git git;
  private final Path bare;
  private final Path clone;

  private TestRepository(Git git, Path bare, Path clone) {
    this.git = git;
    this.bare = bare;
    this.clone = clone;
  }

  public static TestRepository create(Path folder) {
    try {
      var home = Files.createDirectories(folder.resolve("home"));
      var git = new Git(home, Duration.ofSeconds(30));
      var bare = folder.resolve("origin.git");
      Files.createDirectories(bare);
      git.run(bare, "init", "-q", "--bare", "-b", "main", ".");
      var clone = folder.resolve("clone");
      git.run(folder, "clone", "-q", bare.toString(), clone.toString());
      git.run(clone, "checkout", "-q", "-b", "main");
      git.run(clone, "config", "user.name", "Test");
      git.run(clone, "config", "user.email", "test@example.org");
      return new TestRepository(git, bare, clone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitException e) {
      throw new IllegalStateException(e);
    }
  }

  public String url() {
    return "file://" + bare;
  }

  /// Pushes one commit with these files to the main branch.
  public String push(String message, Map<String, String> files) {
    try {
      git.run(clone, "fetch", "-q", "origin");
      if (git.attempt(
                  clone,
                  Map.of(),
                  new byte[0],
                  List.of("rev-parse", "-q", "--verify", "origin/main"))
              .exitCode()
          == 0) {
        git.run(clone, "reset", "-q", "--hard", "origin/main");
      }
      for (var file : files.entrySet()) {
        var path = clone.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
      }
      git.run(clone, "add", "-A");
      git.run(clone, "commit", "-q", "-m", message);
      git.run(clone, "push", "-q", "origin", "HEAD:main");
      return git.run(clone, "rev-parse", "HEAD");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Changes one file, whatever others push meanwhile.
  public void edit(String path, UnaryOperator<byte[]> change) {
    try {
      for (int i = 0; i < 100; i++) {
        git.run(clone, "fetch", "-q", "origin");
        git.run(clone, "reset", "-q", "--hard", "origin/main");
        var file = clone.resolve(path);
        Files.write(file, change.apply(Files.readAllBytes(file)));
        git.run(clone, "add", "-A");
        git.run(clone, "commit", "-q", "--allow-empty", "-m", "Edit");
        var push = List.of("push", "-q", "origin", "HEAD:main");
        if (git.attempt(clone, Map.of(), new byte[0], push).exitCode() == 0) {
          return;
        }
      }
      throw new IllegalStateException("others were faster a hundred times");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A file as it is at the head of the main branch.
  public byte[] file(String path) {
    try {
      return git.checked(
              git.attempt(bare, Map.of(), new byte[0], List.of("cat-file", "blob", "main:" + path)),
              "cat-file")
          .stdout();
    } catch (GitException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs git in the bare repository and answers what it prints.
  public String git(String... arguments) {
    try {
      return git.run(bare, arguments);
    } catch (GitException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path bare() {
    return bare;
  }
}
