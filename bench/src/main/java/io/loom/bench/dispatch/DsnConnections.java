package io.loom.bench.dispatch;

import java.net.URI;
import java.sql.DriverManager;
import java.util.Properties;
import org.jdbi.v3.core.ConnectionFactory;

/// Opens connections to the PostgreSQL server that a DSN in URL form names.
final class DsnConnections {
  private DsnConnections() {}

  /// @throws IllegalArgumentException when it is no URL
  static ConnectionFactory of(String dsn) {
    var uri = URI.create(dsn);
    var properties = new Properties();
    var user = uri.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      properties.setProperty("user", colon < 0 ? user : user.substring(0, colon));
      if (colon >= 0) {
        properties.setProperty("password", user.substring(colon + 1));
      }
    }
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var url = "jdbc:postgresql://" + uri.getHost() + port + uri.getPath() + query;
    return () -> DriverManager.getConnection(url, properties);
  }
}
