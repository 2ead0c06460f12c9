package io.loom.server.credential;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.git.GitAccess.HostTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// By which keys each project knows its git servers: those that they showed first. Safe for many
/// threads: it keeps no state of its own.
///
/// `ssh` writes what it meets into a file. What is found there of a host that was not known goes
/// into the database; from then on the host must show that key, of whatever kind.
public final class HostKeyService {
  private final Database database;
  private final HostKeyRepository hosts;
  private final KeyFiles files;
  private final EventLog events;
  private final InstantSource clock;

  HostKeyService(
      Database database,
      HostKeyRepository hosts,
      KeyFiles files,
      EventLog events,
      InstantSource clock) {
    this.database = database;
    this.hosts = hosts;
    this.files = files;
    this.events = events;
    this.clock = clock;
  }

  /// What ssh needs to know of hosts.
  record KnownHosts(Path file, HostTrust trust) {}

  /// The known keys of a project's hosts, after those that ssh has met since.
  public List<HostKey> list(String projectId) {
    try {
      var known = database.read(queries -> hosts.list(queries, projectId));
      var met = met(projectId, known);
      if (met.isEmpty()) {
        return known;
      }
      return database.write(transaction -> {
        met.forEach(key -> hosts.insert(transaction, projectId, key));
        return hosts.list(transaction, projectId);
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<HostKey> met(String projectId, List<HostKey> known) throws IOException {
    var now = clock.instant();
    var names = known.stream().map(HostKey::host).collect(Collectors.toSet());
    return files
        .read(projectId, KeyFiles.KNOWN_HOSTS)
        .orElse("")
        .lines()
        .flatMap(line -> HostKey.parse(line, now).stream())
        .filter(key -> !names.contains(key.host()))
        .toList();
  }

  /// Writes the file of known hosts for one command.
  ///
  /// @param host that the command goes to
  KnownHosts prepare(String projectId, String host) throws IOException {
    var known = list(projectId);
    var text = known.stream().map(key -> key.line() + "\n").collect(Collectors.joining());
    var file = files.require(projectId, KeyFiles.KNOWN_HOSTS, text);
    boolean pinned = known.stream().anyMatch(key -> key.host().equals(host));
    return new KnownHosts(file, pinned ? HostTrust.PINNED : HostTrust.FIRST_USE);
  }

  /// Forgets the keys of a project's hosts: what they show next is believed.
  ///
  /// @param actor as events name him
  public void forget(String actor, String projectId) {
    // What ssh has met since would come back.
    var _ = list(projectId);
    database.change(transaction -> forget(transaction, actor, projectId));
    try {
      files.remove(projectId, KeyFiles.KNOWN_HOSTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forget(Handle transaction, String actor, String projectId) {
    int count = hosts.delete(transaction, projectId);
    if (count > 0) {
      events.append(transaction, actor, new CredentialEvent.HostKeysForgotten(projectId, count));
    }
  }
}
