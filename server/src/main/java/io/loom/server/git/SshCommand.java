package io.loom.server.git;

import io.loom.server.git.GitAccess.HostTrust;
import io.loom.server.git.GitAccess.SshAgent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How git calls `ssh`: without the configuration, the keys and the known hosts of any user, unless
/// they are asked for.
final class SshCommand {
  private static final List<String> ALWAYS =
      List.of(
          "BatchMode=yes",
          "ConnectTimeout=10",
          "ServerAliveInterval=15",
          "ServerAliveCountMax=4",
          "PasswordAuthentication=no",
          "KbdInteractiveAuthentication=no",
          "GlobalKnownHostsFile=/dev/null",
          "HashKnownHosts=no",
          "UpdateHostKeys=no",
          "CheckHostIP=no",
          "VerifyHostKeyDNS=no",
          "ClearAllForwardings=yes",
          "ForwardAgent=no",
          "PermitLocalCommand=no",
          "ProxyCommand=none",
          "ControlPath=none");

  private SshCommand() {}

  /// The command as the shell takes it that git runs it with.
  static String of(GitAccess.Ssh access) {
    var options = new ArrayList<>(ALWAYS);
    options.add("UserKnownHostsFile=" + file(access.knownHosts()));
    options.add(
        "StrictHostKeyChecking=" + (access.trust() == HostTrust.PINNED ? "yes" : "accept-new"));
    if (access.identities().isEmpty()) {
      options.add("IdentityFile=none");
    }
    access.identities().forEach(identity -> options.add("IdentityFile=" + file(identity)));
    boolean agent = access.agent() == SshAgent.USED;
    options.add("IdentitiesOnly=" + (agent ? "no" : "yes"));
    options.add("IdentityAgent=" + (agent ? "SSH_AUTH_SOCK" : "none"));
    return options.stream()
        .map(option -> quoted("-o" + option))
        .collect(Collectors.joining(" ", "ssh -F /dev/null ", ""));
  }

  /// As ssh reads the name of a file: blanks end it, and `%` begins an abbreviation.
  private static String file(Path path) {
    var text = path.toString();
    if (text.contains("\"") || text.contains("${")) {
      throw new IllegalArgumentException("ssh cannot use the path " + text);
    }
    return '"' + text.replace("%", "%%") + '"';
  }

  /// As one word of a shell.
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
