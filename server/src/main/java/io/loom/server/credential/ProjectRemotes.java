package io.loom.server.credential;

import io.loom.base.Secret;
import io.loom.server.git.GitAccess;
import io.loom.server.git.GitAccess.SshAgent;
import io.loom.server.git.GitException;
import io.loom.server.git.HttpAddress;
import io.loom.server.git.Remote;
import io.loom.server.git.Remotes;
import io.loom.server.project.GitAddress;
import io.loom.server.project.GitSettings;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import io.loom.server.vault.VaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The repositories of projects with the keys and secrets that open them. Key files that are
/// missing are written again from the database. Safe for many threads.
public final class ProjectRemotes implements Remotes {
  private final ProjectService projects;
  private final DeployKeyService keys;
  private final HostKeyService hosts;
  private final KeyFiles files;
  private final HttpSecrets secrets;
  private final CredentialConfig config;

  ProjectRemotes(
      ProjectService projects,
      DeployKeyService keys,
      HostKeyService hosts,
      KeyFiles files,
      HttpSecrets secrets,
      CredentialConfig config) {
    this.projects = projects;
    this.keys = keys;
    this.hosts = hosts;
    this.files = files;
    this.secrets = secrets;
    this.config = config;
  }

  @Override
  public Remote of(String projectId) throws GitException {
    var project =
        projects
            .find(Actor.SYSTEM, projectId)
            .orElseThrow(() -> new GitException("The project %s is gone.".formatted(projectId)));
    return new Remote(project.gitRepo(), access(project), route(project));
  }

  /// The remote of a project for its current deploy key alone, without the one before it.
  public Remote ofCurrentKey(Project project, DeployKeys pair) throws GitException {
    var id = project.id();
    var access = written(project, SshAgent.UNUSED, () -> List.of(currentFile(id, pair.current())));
    return new Remote(project.gitRepo(), access, route(project));
  }

  private Remote.Route route(Project project) {
    var proxy = project.git().option(GitSettings.PROXY).map(Secret::new);
    var certificates = project.git().option(GitSettings.CERTIFICATES).map(Path::of);
    return new Remote.Route(
        proxy.orElse(config.proxy()), certificates.orElse(config.certificates()));
  }

  private GitAccess access(Project project) throws GitException {
    var problem = problemWithForm(project);
    if (problem.isPresent()) {
      throw new GitException(problem.get());
    }
    return switch (project.gitAuthMethod()) {
      case NONE ->
          GitAddress.isSsh(project.gitRepo())
              ? written(project, config.agent(), List::of)
              : new GitAccess.Open();
      case SSH -> ssh(project);
      case TOKEN, BASIC -> secrets.access(project);
      case GIT_HELPER -> helper();
    };
  }

  private GitAccess helper() throws GitException {
    if (config.helper().isEmpty()) {
      throw new GitException("The server's settings name no git.credential_helper.");
    }
    return new GitAccess.Helper(config.helper());
  }

  /// Why an address cannot be used with the project's method, whatever the keys and secrets are.
  public static Optional<String> problemWithForm(Project project) {
    var url = project.gitRepo();
    return switch (project.gitAuthMethod()) {
      case NONE -> Optional.empty();
      case SSH ->
          GitAddress.isSsh(url)
              ? Optional.empty()
              : Optional.of(
                  "git_auth_method is ssh, but git_repo is not an SSH address such as"
                      + " git@github.com:org/repo.git or ssh://git@host:2222/repo.git.");
      case TOKEN, BASIC, GIT_HELPER -> {
        var address = HttpAddress.parse(url);
        var method = project.gitAuthMethod().wireName();
        yield address.isEmpty()
            ? Optional.of(
                "git_auth_method is %s, but git_repo is not an https:// address.".formatted(method))
            : address.get().isPrivate()
                ? Optional.empty()
                : Optional.of(
                    "git_auth_method is %s, but git_repo is an http:// address, where everybody on"
                            .formatted(method)
                        + " the way could read the secret.");
      }
    };
  }

  private GitAccess.Ssh ssh(Project project) throws GitException {
    var id = project.id();
    var pair =
        keys.require(Actor.SYSTEM.name(), id)
            .orElseThrow(() -> new GitException("The project %s is gone.".formatted(id)));
    return written(project, config.agent(), () -> identities(id, pair));
  }

  /// Writes files.
  private interface Writing {
    List<Path> files() throws IOException;
  }

  private GitAccess.Ssh written(Project project, SshAgent agent, Writing identities)
      throws GitException {
    var id = project.id();
    try {
      var known = hosts.prepare(id, HostKey.hostOf(project.gitRepo()));
      return new GitAccess.Ssh(identities.files(), known.file(), known.trust(), agent);
    } catch (IOException | UncheckedIOException e) {
      throw new GitException(
          "The key files of project %s cannot be written: %s".formatted(id, e), e);
    } catch (VaultException e) {
      throw new GitException("The deploy key: " + e.getMessage(), e);
    }
  }

  /// The old key comes first: it is the one that was seen to push.
  private List<Path> identities(String projectId, DeployKeys pair) throws IOException {
    var previous = pair.previous();
    var current = currentFile(projectId, pair.current());
    if (previous == null) {
      files.remove(projectId, KeyFiles.PREVIOUS_KEY);
      return List.of(current);
    }
    var text = keys.open(previous).reveal();
    return List.of(files.require(projectId, KeyFiles.PREVIOUS_KEY, text), current);
  }

  private Path currentFile(String projectId, DeployKey key) throws IOException {
    var _ = files.require(projectId, KeyFiles.PUBLIC_KEY, key.publicKey() + "\n");
    return files.require(projectId, KeyFiles.KEY, keys.open(key).reveal());
  }
}
