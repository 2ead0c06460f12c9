package io.loom.server.audit;

import io.loom.ground.http.Refusal;
import java.util.Set;
import java.util.regex.Pattern;

/// What of a refused request's path may be written down: the pattern, and an id where the pattern
/// has one. Whatever else a client sends may be a secret in the wrong place.
///
/// @param projectId where the path is that of a project
/// @param method one that HTTP knows, or `other`
record RefusedPath(AuditRecord.Target target, String projectId, String method) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

  static RefusedPath of(Refusal refusal) {
    var method = METHODS.contains(refusal.method()) ? refusal.method() : "other";
    var pattern = refusal.route().split("/", -1);
    var path = refusal.path().split("/", -1);
    for (int i = 1; i < pattern.length && pattern.length == path.length; i++) {
      if (pattern[i].startsWith("{") && ID.matcher(path[i]).matches()) {
        var kind = kind(pattern[i - 1]);
        var target = new AuditRecord.Target(kind, path[i]);
        return new RefusedPath(target, kind.equals("project") ? path[i] : "", method);
      }
    }
    return new RefusedPath(new AuditRecord.Target("request", ""), "", method);
  }

  /// `api-keys` becomes `api_key`, as events name it.
  private static String kind(String plural) {
    var singular = plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    return singular.replace('-', '_');
  }
}
