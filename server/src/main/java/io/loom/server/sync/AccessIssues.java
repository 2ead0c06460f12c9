package io.loom.server.sync;

import io.loom.server.credential.DeployKey;
import io.loom.server.credential.HostKey;
import io.loom.server.credential.HostKeyService;
import io.loom.server.credential.Registration;
import io.loom.server.git.GitException;
import io.loom.server.git.RemoteFailure;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.Project;
import io.loom.server.project.ReadinessIssue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words for what stands between Loom and a repository: what is wrong, and what a person does about
/// it who never did.
record AccessIssues(HostKeyService hosts) {
  /// Of a project whose new key is still to be registered.
  static final String ROTATION = "git_key_rotation";

  static ReadinessIssue form(Project project, String problem) {
    return blocking(
        "git_url_form",
        problem,
        project.gitAuthMethod() == GitAuthMethod.SSH
            ? "Set git_repo to the SSH address that the forge shows under \"Clone\", or set"
                + " git_auth_method to none, token or basic."
            : "Set git_repo to the https:// address that the forge shows under \"Clone\", or set"
                + " git_auth_method to ssh.");
  }

  static ReadinessIssue credential(Project project, GitException problem) {
    var remedy =
        switch (project.gitAuthMethod()) {
          case TOKEN ->
              "Store a token of the forge that may read and write the repository as a secret of the"
                  + " project, or name another secret in git_credential_id.";
          case BASIC ->
              "Store user:password as a secret of the project, or name another secret in"
                  + " git_credential_id.";
          case GIT_HELPER ->
              "Let the administrator set git.credential_helper, and start Loom anew.";
          case NONE, SSH ->
              "Let the administrator look at the folder git.project_key_dir, and at the key store"
                  + " .keys.json, which must belong to the database.";
        };
    return blocking("git_credential", String.valueOf(problem.getMessage()), remedy);
  }

  /// @param key of a project that has one
  ReadinessIssue unreadable(Project project, GitException problem, @Nullable DeployKey key) {
    var failure = problem.failure();
    var told =
        "The repository %s cannot be fetched: %s".formatted(shown(project), problem.getMessage());
    if (failure.isEmpty()) {
      return blocking(
          "git_access",
          told,
          "Check the address, that the server can reach it, and that it may read there.");
    }
    return switch (failure.get().kind()) {
      case HOST_KEY -> hostKey(project, failure.get());
      case KEY_REFUSED -> blocking("git_key_refused", told, registering(project, key));
      case SECRET_REFUSED -> blocking("git_secret_refused", told, signingIn(project));
      case NOT_FOUND ->
          blocking(
              "git_repository_missing",
              told,
              "Check git_repo. Forges say the same of a repository that exists and that Loom may"
                  + " not see. "
                  + (key == null ? signingIn(project) : registering(project, key)));
      case UNREACHABLE ->
          blocking(
              "git_unreachable",
              told,
              "Check the host in git_repo, and that the server gets there: name service, firewall,"
                  + " git.proxy.");
      case CERTIFICATE ->
          blocking(
              "git_certificate",
              told,
              "If the certificate is of an authority of your own, name the file of its certificates"
                  + " in git.ca_file, or in http.sslCAInfo of the project's git_config_options.");
    };
  }

  /// @param key of a project that has one
  static ReadinessIssue unwritable(Project project, GitException problem, @Nullable DeployKey key) {
    return blocking(
        "git_write_access",
        "The repository %s can be read, but takes no commits from Loom: %s"
            .formatted(shown(project), problem.getMessage()),
        key == null
            ? "Give the user or token that Loom signs in with the right to write. "
                + signingIn(project)
            : "Give the deploy key the right to write; where that cannot be changed, remove the key"
                + " there and register it anew. "
                + registering(project, key));
  }

  static ReadinessIssue unproven(Project project, DeployKey current, DeployKey previous) {
    return new ReadinessIssue(
        ROTATION,
        "The new deploy key does not work yet; the old one (%s) works until %s."
            .formatted(previous.fingerprint(), previous.endsAt()),
        Registration.stepsWith(project, current),
        false);
  }

  private ReadinessIssue hostKey(Project project, RemoteFailure failure) {
    var host = HostKey.hostOf(project.gitRepo());
    var known =
        hosts.list(project.id()).stream()
            .filter(key -> key.host().equals(host))
            .map(key -> key.fingerprint() + " (" + key.type() + ")")
            .collect(Collectors.joining(", "));
    var shown = failure.fingerprint().isEmpty() ? "one of another kind" : failure.fingerprint();
    return blocking(
        "git_host_key_changed",
        "The host %s shows another key than before, so Loom sends it nothing. Known: %s. Shown: %s."
            .formatted(host, known.isEmpty() ? "none" : known, shown),
        "Ask whoever runs %s whether its key was changed, and compare the fingerprint. If it was,"
                .formatted(host)
            + " let Loom forget the old key: DELETE /api/v1/projects/%s/host-keys. If it was not,"
                .formatted(project.id())
            + " somebody stands between Loom and the host.");
  }

  private static String registering(Project project, @Nullable DeployKey key) {
    return key == null
        ? "The project uses no key. Set git_auth_method to ssh, and register its deploy key."
        : Registration.stepsWith(project, key);
  }

  private static String signingIn(Project project) {
    return switch (project.gitAuthMethod()) {
      case NONE -> "If the repository is not public, set git_auth_method to ssh, token or basic.";
      case SSH -> "Register the project's deploy key.";
      case TOKEN, BASIC ->
          "Store a new value of the project's secret: the present one is wrong, has expired, or may"
              + " not do this.";
      case GIT_HELPER -> "See what git.credential_helper of the server's settings answers.";
    };
  }

  private static String shown(Project project) {
    return project.gitRepo().replaceFirst("://[^/@]+@", "://***@");
  }

  private static ReadinessIssue blocking(String code, String message, String remedy) {
    return new ReadinessIssue(code, message, remedy, true);
  }
}
