package io.loom.server.git;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real SSH server for tests: OpenSSH on a port of its own, which runs git for the keys that are
/// registered.
public final class GitSshServer implements AutoCloseable {
  private static final String GIT = "command=\"git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\"\" ";
  private static final String GIT_READING =
      "command=\"case $SSH_ORIGINAL_COMMAND in git-upload-pack*) git-shell -c"
          + " \\\"$SSH_ORIGINAL_COMMAND\\\";; *) echo 'ERROR: the key is read only' >&2; exit 1;;"
          + " esac\" ";

  private final Path folder;
  private final int port;
  private final Path authorized;
  private @Nullable Process process;

  private GitSshServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.authorized = folder.resolve("authorized_keys");
  }

  /// @param folder of its own
  public static GitSshServer start(Path folder) {
    try {
      Files.createDirectories(folder);
      if (System.getProperty("user.name").equals("root")) {
        Files.createDirectories(Path.of("/run/sshd"));
      }
      var server = new GitSshServer(folder, freePort());
      Files.writeString(server.authorized, "");
      server.makeHostKey("ed25519");
      server.run();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void makeHostKey(String type) {
    try {
      var file = folder.resolve("host_key");
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve("host_key.pub"));
      output("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "host", "-f", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      var settings = folder.resolve("sshd_config");
      Files.writeString(
          settings,
          """
          ListenAddress 127.0.0.1
          Port %d
          HostKey %s
          AuthorizedKeysFile %s
          PidFile none
          StrictModes no
          UsePAM no
          PasswordAuthentication no
          KbdInteractiveAuthentication no
          PermitRootLogin prohibit-password
          """
              .formatted(port, folder.resolve("host_key"), authorized));
      process =
          new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("sshd.log").toFile()))
              .start();
      await().atMost(Duration.ofSeconds(20)).until(this::isUp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isUp() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Lets a key read and write.
  public void register(String publicKey) {
    append(GIT + publicKey);
  }

  /// Lets a key read.
  public void registerForReading(String publicKey) {
    append(GIT_READING + publicKey);
  }

  private void append(String line) {
    try {
      Files.writeString(authorized, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes no key any more that was registered before.
  public void removeKeys() {
    try {
      Files.writeString(authorized, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins anew with another key of its own.
  ///
  /// @param type such as `ed25519`
  public void changeHostKey(String type) {
    stop();
    makeHostKey(type);
    run();
  }

  public String hostFingerprint() {
    var words = output("ssh-keygen", "-l", "-f", folder.resolve("host_key.pub").toString());
    return List.of(words.split(" ", -1)).get(1);
  }

  public String host() {
    return "[127.0.0.1]:" + port;
  }

  /// @param repository an absolute path
  public String url(Path repository) {
    return "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), port, repository);
  }

  /// Runs a program and answers what it prints.
  public static String output(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(text);
      }
      return text.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void stop() {
    var running = process;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
