package io.loom.cli;

import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.screen.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Which project a command is about, when nobody says so: LOOM_PROJECT, or the project whose
/// repository the current folder is a clone of.
final class ProjectChoice {
  private static final int LONGEST = 100_000;

  private ProjectChoice() {}

  static Optional<String> find(Session session, Path folder) {
    var variable = session.terminal().variable("LOOM_PROJECT").strip();
    if (!variable.isEmpty()) {
      return Optional.of(variable);
    }
    var remotes = remotes(folder);
    if (remotes.isEmpty()) {
      return Optional.empty();
    }
    var found = new HashSet<String>();
    for (var project : session.client().get(ApiPath.of("projects"))) {
      if (remotes.contains(plain(Words.text(project, "git_repo")))) {
        found.add(Words.text(project, "id"));
      }
    }
    if (found.size() > 1) {
      throw Failure.usage(
          "This folder belongs to the projects %s; say --project."
              .formatted(String.join(", ", found.stream().sorted().toList())));
    }
    return found.stream().findFirst();
  }

  /// The addresses of a clone's remotes. Only configuration is read; nothing of the folder is run.
  private static Set<String> remotes(Path folder) {
    if (!isInRepository(folder)) {
      return Set.of();
    }
    try {
      var git =
          new ProcessBuilder("git", "config", "--get-regexp", "^remote\\..*\\.url$")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = git.getInputStream()) {
        git.getOutputStream().close();
        var text = new String(out.readNBytes(LONGEST), StandardCharsets.UTF_8);
        boolean ended = git.waitFor(5, TimeUnit.SECONDS);
        return ended && git.exitValue() == 0 ? addresses(text) : Set.of();
      } finally {
        git.destroyForcibly();
      }
    } catch (IOException _) {
      return Set.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Set.of();
    }
  }

  private static boolean isInRepository(Path folder) {
    for (var at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> addresses(String lines) {
    var addresses = new HashSet<String>();
    lines.lines().forEach(line -> addresses.add(plain(line.substring(line.indexOf(' ') + 1))));
    return addresses;
  }

  /// One repository is written in many ways: with a user, with `.git`, as ssh or https.
  static String plain(String address) {
    var text = address.strip().replaceFirst("^[a-z+]+://", "");
    boolean local = text.startsWith("/");
    text = text.replaceFirst("^[^/@]*@", "").replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    if (local) {
      return text;
    }
    var host = text.replaceFirst("[:/].*", "");
    var path = text.substring(host.length()).replaceFirst("^:\\d+/", "/").replaceFirst("^:/?", "/");
    return host.toLowerCase(Locale.ROOT) + path;
  }
}
