package io.loom.server.git;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one git command needs to get into a remote. Secrets are in files of a private folder that
/// is removed with the command, for arguments and environments of processes can be read by others.
///
/// For one command, on one thread.
final class RemoteSession implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RemoteSession.class.getName());
  private static final String WORD = "[A-Za-z0-9_./-]+";

  private final Map<String, String> environment;
  private final @Nullable Path folder;

  private RemoteSession(Map<String, String> environment, @Nullable Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  static RemoteSession open(PrivateFolders folders, Remote remote) throws GitException {
    var environment = new HashMap<String, String>();
    environment.put("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
    switch (remote.access()) {
      case GitAccess.Open() -> {}
      case GitAccess.Ssh ssh -> {
        environment.put("GIT_SSH_COMMAND", SshCommand.of(ssh));
        environment.put("GIT_SSH_VARIANT", "ssh");
      }
      case GitAccess.Password _, GitAccess.Helper _ -> requirePrivateWay(remote.url());
    }
    if (!needsFiles(remote)) {
      return new RemoteSession(environment, null);
    }
    try {
      var folder = folders.make();
      var session = new RemoteSession(environment, folder);
      try {
        session.write(folder, remote);
      } catch (IOException e) {
        session.close();
        throw e;
      }
      return session;
    } catch (IOException e) {
      throw new GitException("The way to the remote cannot be prepared: " + e, e);
    }
  }

  private static boolean needsFiles(Remote remote) {
    return remote.access() instanceof GitAccess.Password
        || remote.access() instanceof GitAccess.Helper
        || !remote.route().equals(Remote.Route.DIRECT);
  }

  private static void requirePrivateWay(String url) throws GitException {
    if (!HttpAddress.parse(url).map(HttpAddress::isPrivate).orElse(false)) {
      throw new GitException(
          "A secret goes to https:// addresses only, or to http:// on this machine.");
    }
  }

  private void write(Path folder, Remote remote) throws IOException {
    var settings = new GitSettingsFile();
    var address = HttpAddress.parse(remote.url());
    var proxy = remote.route().proxy();
    // What goes to this machine does not leave it.
    if (proxy != null && !address.map(HttpAddress::isLoopback).orElse(false)) {
      settings.add("http", "proxy", proxy.reveal());
    }
    var certificates = remote.route().certificates();
    if (certificates != null) {
      settings.add("http", "sslCAInfo", certificates.toString());
    }
    switch (remote.access()) {
      case GitAccess.Password password -> {
        var store =
            PrivateFolders.write(folder, "credentials", line(address.orElseThrow(), password));
        settings.add("credential", "helper", helper(List.of("store", "--file", store.toString())));
      }
      case GitAccess.Helper(var command) -> settings.add("credential", "helper", helper(command));
      case GitAccess.Open _, GitAccess.Ssh _ -> {}
    }
    var file = PrivateFolders.write(folder, "config", settings.text());
    environment.put("GIT_CONFIG_GLOBAL", file.toString());
  }

  /// As `git credential-store` keeps it.
  private static String line(HttpAddress address, GitAccess.Password password) {
    return "%s://%s:%s@%s\n"
        .formatted(
            address.scheme(),
            encoded(password.username()),
            encoded(password.secret().reveal()),
            address.host());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// As git takes the setting: it gives the text to a shell, with `git credential-` before a name.
  private static String helper(List<String> command) {
    var text = new StringBuilder();
    for (var word : command) {
      if (text.isEmpty()) {
        text.append(word.matches(WORD) ? word : word.replaceAll("([^A-Za-z0-9_./-])", "\\\\$1"));
      } else {
        text.append(' ').append(SshCommand.quoted(word));
      }
    }
    return text.toString();
  }

  Map<String, String> environment() {
    return environment;
  }

  /// The variables of the server's own environment that the command needs.
  static Set<String> inherited(Remote remote) {
    return remote.access() instanceof GitAccess.Ssh ssh && ssh.agent() == GitAccess.SshAgent.USED
        ? Set.of("SSH_AUTH_SOCK")
        : Set.of();
  }

  @Override
  public void close() {
    if (folder == null) {
      return;
    }
    try {
      PrivateFolders.remove(folder);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the private folder " + folder + " stays", e);
    }
  }
}
