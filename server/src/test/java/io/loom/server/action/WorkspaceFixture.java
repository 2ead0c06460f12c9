package io.loom.server.action;

import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A git repository in a temporary folder, in which actions are done.
final class WorkspaceFixture {
  static final ProjectCommands COMMANDS = new ProjectCommands("echo built", "echo tested", "");

  private final Path folder;
  private final DirectPlatform platform;

  WorkspaceFixture(Path temporary) throws IOException, InterruptedException {
    folder = Files.createDirectory(temporary.resolve("workspace"));
    platform = new DirectPlatform(folder, Files.createDirectory(temporary.resolve("outputs")));
    command("git", "init", "-q", "-b", "main");
    command("git", "config", "user.name", "Ada");
    command("git", "config", "user.email", "ada@example.com");
  }

  Path folder() {
    return folder;
  }

  WorkspaceFixture file(String path, String content) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  String content(String path) throws IOException {
    return Files.readString(folder.resolve(path));
  }

  boolean has(String path) {
    return Files.exists(folder.resolve(path));
  }

  void commit(String message) throws IOException, InterruptedException {
    command("git", "add", "-A");
    command("git", "commit", "-q", "-m", message);
  }

  private void command(String... command) throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder(command).directory(folder.toFile()).start().waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException(List.of(command) + " ended with " + exitCode);
    }
  }

  ActionOutcome run(Action action) throws WeaverException, InterruptedException {
    return run(action, COMMANDS);
  }

  ActionOutcome run(Action action, ProjectCommands commands)
      throws WeaverException, InterruptedException {
    return ActionRunner.run(platform, "one", action, commands, Limits.DEFAULT);
  }
}
