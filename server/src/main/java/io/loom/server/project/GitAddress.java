package io.loom.server.project;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What may be given to the git program as the address of a repository.
///
/// Git runs commands for some addresses (`ext::`) and takes others for options, so only forms that
/// are known to be harmless pass.
public final class GitAddress {
  private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "git", "file");
  private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
  private static final Pattern SCP =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:[^:-].*");
  private static final Pattern BAD_BRANCH =
      Pattern.compile(
          "^[-./].*|.*[\\x00-\\x20\\x7f~^:?*\\[\\\\].*|.*\\.\\..*|.*//.*|.*@\\{.*"
              + "|.*/\\..*|.*\\.lock(/.*)?|.*[/.]|@");

  private static final Pattern BAD_PATH =
      Pattern.compile("(^|/)(\\.\\.?|\\.git)(/|$)|//|[\\x00-\\x1f\\x7f\\\\]");

  private GitAddress() {}

  /// Whether git goes there over SSH.
  public static boolean isSsh(String address) {
    return address.startsWith("ssh://") || (!isUrl(address) && SCP.matcher(address).matches());
  }

  private static boolean isUrl(String address) {
    return URL.matcher(address).matches();
  }

  /// What is wrong with an address, in words for the person who gave it.
  public static Optional<String> problemWith(String address) {
    if (address.startsWith("-")) {
      return Optional.of("git_repo must not begin with a hyphen.");
    }
    if (address.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Optional.of("git_repo must not contain control characters.");
    }
    if (address.contains("::")) {
      return Optional.of("git_repo names a remote helper (\"::\"), which Loom does not run.");
    }
    var url = URL.matcher(address);
    if (url.matches()) {
      return problemWithUrl(url.group(1), url.group(2));
    }
    return address.startsWith("/") || SCP.matcher(address).matches()
        ? Optional.empty()
        : Optional.of(
            "git_repo is a URL (https://, ssh://, git://, file://), user@host:path, or an absolute"
                + " path on this machine.");
  }

  private static Optional<String> problemWithUrl(String scheme, String rest) {
    if (!SCHEMES.contains(scheme)) {
      return Optional.of(
          "git_repo has the scheme %s; Loom takes https, http, ssh, git and file."
              .formatted(scheme));
    }
    int slash = rest.indexOf('/');
    var authority = slash < 0 ? rest : rest.substring(0, slash);
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    boolean local = scheme.equals("file");
    if (host.startsWith("-") || authority.startsWith("-") || (host.isEmpty() && !local)) {
      return Optional.of("git_repo names no host.");
    }
    if (slash < 0 || slash == rest.length() - 1) {
      return Optional.of("git_repo names no repository after the host.");
    }
    if (authority.contains("@") && authority.substring(0, authority.indexOf('@')).contains(":")) {
      return Optional.of(
          "git_repo must not contain a password; give it as a credential and set"
              + " git_auth_method.");
    }
    return Optional.empty();
  }

  /// What is wrong with the name of a branch.
  public static Optional<String> problemWithBranch(String branch) {
    return BAD_BRANCH.matcher(branch).matches() || branch.length() > 200
        ? Optional.of("branch is not a name that git takes for a branch.")
        : Optional.empty();
  }

  /// What is wrong with a path inside the repository.
  public static Optional<String> problemWithPath(String path) {
    boolean outside =
        path.isEmpty()
            || path.startsWith("/")
            || path.startsWith("-")
            || BAD_PATH.matcher(path).find();
    return outside
        ? Optional.of("beads_path is a relative path inside the repository.")
        : Optional.empty();
  }
}
