package io.loom.ground.database;

import io.loom.base.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where a PostgreSQL database is, taken from a DSN in URL form.
///
/// @param place host, port and database, fit to be shown
record PostgresAddress(
    String jdbcUrl, String place, Optional<String> user, Optional<Secret> password) {
  static PostgresAddress parse(Secret dsn) {
    try {
      var uri = new URI(dsn.reveal().strip().replaceFirst("^jdbc:", ""));
      var scheme = uri.getScheme();
      if (uri.getHost() == null || scheme == null || !scheme.matches("postgres(ql)?")) {
        throw malformed();
      }
      var place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      var userInfo = uri.getUserInfo() == null ? "" : uri.getUserInfo();
      int colon = userInfo.indexOf(':');
      return new PostgresAddress(
          "jdbc:postgresql://" + place + query,
          place,
          Optional.of(colon < 0 ? userInfo : userInfo.substring(0, colon))
              .filter(user -> !user.isEmpty()),
          colon < 0 ? Optional.empty() : Optional.of(new Secret(userInfo.substring(colon + 1))));
    } catch (URISyntaxException _) {
      // The exception's text holds the whole DSN, password and all.
      throw malformed();
    }
  }

  private static DatabaseException malformed() {
    return new DatabaseException(
        "database.dsn is not a PostgreSQL address; write it like"
            + " postgres://user:password@host:5432/loom (special characters as %40 and the like)");
  }
}
