package io.loom.server.git;

import io.loom.base.Secret;
import java.nio.file.Path;
import java.util.List;

/// How git gets into a remote repository.
public sealed interface GitAccess {
  /// As anybody.
  record Open() implements GitAccess {}

  /// Over SSH, with keys of its own.
  ///
  /// @param identities files of private keys, tried in this order
  /// @param knownHosts the file of the keys by which hosts are known
  record Ssh(List<Path> identities, Path knownHosts, HostTrust trust, SshAgent agent)
      implements GitAccess {
    public Ssh {
      identities = List.copyOf(identities);
    }
  }

  /// Over HTTP, with a user's name and a secret.
  record Password(String username, Secret secret) implements GitAccess {}

  /// Over HTTP, with what a program of the administrator says.
  ///
  /// @param command a name that git knows, or an absolute path, and its arguments
  record Helper(List<String> command) implements GitAccess {
    public Helper {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a credential helper has a name");
      }
    }
  }

  /// What is done with the key of a host.
  enum HostTrust {
    /// No key of it is known: the one that it shows is kept.
    FIRST_USE,
    /// It must show a key that is known.
    PINNED
  }

  /// Whether the SSH agent of the server's user may lend its keys too.
  enum SshAgent {
    UNUSED,
    USED
  }
}
