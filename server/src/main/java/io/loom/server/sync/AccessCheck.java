package io.loom.server.sync;

import io.loom.server.credential.CredentialFeature;
import io.loom.server.credential.DeployKey;
import io.loom.server.credential.DeployKeyService;
import io.loom.server.credential.DeployKeys;
import io.loom.server.credential.HostKeyService;
import io.loom.server.credential.ProjectRemotes;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remote;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.Project;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whether Loom may read and write a project's repository. Safe to repeat, and for many threads.
final class AccessCheck {
  /// So long it is believed that what could be written to still can.
  private static final Duration BELIEVED = Duration.ofMinutes(10);

  private final Mirrors mirrors;
  private final ProjectRemotes remotes;
  private final DeployKeyService keys;
  private final HostKeyService hosts;
  private final AccessIssues issues;
  private final Map<String, Long> writable = new ConcurrentHashMap<>();

  AccessCheck(Mirrors mirrors, CredentialFeature credentials) {
    this.mirrors = mirrors;
    this.remotes = credentials.remotes();
    this.keys = credentials.keys();
    this.hosts = credentials.hosts();
    this.issues = new AccessIssues(hosts);
  }

  /// Asks anew at the next check what is believed of a project.
  void forget(String projectId) {
    writable.remove(projectId);
  }

  /// Fetches the repository and tries whether it can be written to.
  ///
  /// @return what is wrong, the grave first; nothing grave when it was fetched
  List<ReadinessIssue> check(Project project) {
    var form = ProjectRemotes.problemWithForm(project);
    if (form.isPresent()) {
      return List.of(AccessIssues.form(project, form.get()));
    }
    if (project.gitAuthMethod() == GitAuthMethod.SSH) {
      keys.endOverdue(project.id());
    }
    Remote remote;
    try {
      remote = remotes.of(project.id());
    } catch (GitException e) {
      return List.of(AccessIssues.credential(project, e));
    }
    var pair = keys(project);
    var key = pair.map(DeployKeys::current).orElse(null);
    var grave = read(project, remote, key).or(() -> write(project, remote, key));
    if (grave.isPresent()) {
      forget(project.id());
      return List.of(grave.get());
    }
    return pair.flatMap(it -> settle(project, it)).map(List::of).orElse(List.of());
  }

  private Optional<DeployKeys> keys(Project project) {
    return project.gitAuthMethod() == GitAuthMethod.SSH
        ? keys.require(Actor.SYSTEM.name(), project.id())
        : Optional.empty();
  }

  private Optional<ReadinessIssue> read(Project project, Remote remote, @Nullable DeployKey key) {
    try {
      // A first fetch may take minutes; whether it can begin is known at once.
      if (!project.readiness().ready()) {
        mirrors.probe(remote);
      }
      mirrors.of(project.id()).fetch(remote);
      var _ = hosts.list(project.id());
      return Optional.empty();
    } catch (GitException e) {
      return Optional.of(issues.unreadable(project, e, key));
    }
  }

  private Optional<ReadinessIssue> write(Project project, Remote remote, @Nullable DeployKey key) {
    var until = writable.get(project.id());
    if (until != null && until - System.nanoTime() > 0) {
      return Optional.empty();
    }
    try {
      mirrors.of(project.id()).tryPush(remote);
      writable.put(project.id(), System.nanoTime() + BELIEVED.toNanos());
      return Optional.empty();
    } catch (GitException e) {
      return Optional.of(AccessIssues.unwritable(project, e, key));
    }
  }

  /// Notes which key works, and ends the old one once the new one was seen to do all that it must.
  private Optional<ReadinessIssue> settle(Project project, DeployKeys pair) {
    var previous = pair.previous();
    if (previous == null) {
      keys.noteUse(pair.current());
      return Optional.empty();
    }
    try {
      var remote = remotes.ofCurrentKey(project, pair);
      mirrors.probe(remote);
      mirrors.of(project.id()).tryPush(remote);
      keys.noteUse(pair.current());
      keys.endPrevious(pair);
      return Optional.empty();
    } catch (GitException _) {
      keys.noteUse(previous);
      return Optional.of(AccessIssues.unproven(project, pair.current(), previous));
    }
  }
}
