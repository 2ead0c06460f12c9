package io.loom.ground.database;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// A statement on the way of every lease, without what Jdbi's own binding costs: several times what
/// SQLite takes for it. It is written like Jdbi's: named parameters `:name`, lists as `<name>`.
///
/// Values are text, whole numbers or null. A colon inside a quoted text is not understood.
public final class Sql {
  /// Reads one row.
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// The text with `?` in it, and the name of each.
  private record Parsed(String text, List<String> names) {}

  private static final Pattern NAME = Pattern.compile(":([A-Za-z_]+)");
  private static final Pattern LIST = Pattern.compile("<([A-Za-z_]+)>");
  private static final int MOST_KEPT = 2_000;
  private static final Map<String, Parsed> PARSED = new ConcurrentHashMap<>();

  private final Handle handle;
  private final Map<String, @Nullable Object> values = new HashMap<>();
  private String text;

  private Sql(Handle handle, String text) {
    this.handle = handle;
    this.text = text;
  }

  public static Sql of(Handle handle, String text) {
    return new Sql(handle, text);
  }

  @CanIgnoreReturnValue
  public Sql bind(String name, @Nullable String value) {
    values.put(name, value);
    return this;
  }

  @CanIgnoreReturnValue
  public Sql bind(String name, long value) {
    values.put(name, value);
    return this;
  }

  @CanIgnoreReturnValue
  public Sql bind(String name, int value) {
    values.put(name, value);
    return this;
  }

  /// Texts, whole numbers and nulls by name.
  @CanIgnoreReturnValue
  public Sql bindAll(Map<String, ? extends @Nullable Object> all) {
    values.putAll(all);
    return this;
  }

  /// @param list not empty
  @CanIgnoreReturnValue
  public Sql bindList(String name, Collection<String> list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("nothing to look for in <" + name + ">");
    }
    var places = new ArrayList<String>();
    for (var value : list) {
      // Letters, since a name is nothing else.
      var place = name + "_" + letters(places.size());
      places.add(":" + place);
      values.put(place, value);
    }
    text = text.replace("<" + name + ">", String.join(", ", places));
    return this;
  }

  private static String letters(int number) {
    var letters = new StringBuilder();
    for (int rest = number + 1; rest > 0; rest = (rest - 1) / 26) {
      letters.append((char) ('a' + (rest - 1) % 26));
    }
    return letters.toString();
  }

  /// How many rows it changed.
  public int execute() {
    return with(PreparedStatement::executeUpdate);
  }

  public <T> List<T> list(Row<T> reader) {
    return with(statement -> {
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    });
  }

  /// The first row, if there is one.
  public <T> Optional<T> first(Row<T> reader) {
    return with(statement -> {
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
      }
    });
  }

  private interface Use<T> {
    T apply(PreparedStatement statement) throws SQLException;
  }

  private <T> T with(Use<T> use) {
    var parsed = parse(text);
    try {
      var connection = handle.getConnection();
      if (handle.getStatementBuilder() instanceof PreparedStatements kept) {
        var statement = kept.take(connection, parsed.text());
        try {
          fill(statement, parsed.names());
          return use.apply(statement);
        } finally {
          kept.giveBack(statement);
        }
      }
      try (var statement = connection.prepareStatement(parsed.text())) {
        fill(statement, parsed.names());
        return use.apply(statement);
      }
    } catch (SQLException e) {
      throw new DatabaseException("A statement failed: " + e.getMessage() + "\n" + text, e);
    }
  }

  private void fill(PreparedStatement statement, List<String> names) throws SQLException {
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var value = values.get(name);
      if (value == null && !values.containsKey(name)) {
        throw new IllegalStateException("nothing is bound to :" + name + " in\n" + text);
      }
      switch (value) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        default -> statement.setString(i + 1, value.toString());
      }
    }
  }

  private static Parsed parse(String text) {
    var known = PARSED.get(text);
    if (known != null) {
      return known;
    }
    if (LIST.matcher(text).find()) {
      throw new IllegalStateException("a list is not bound in\n" + text);
    }
    var names = new ArrayList<String>();
    var plain =
        NAME.matcher(text)
            .replaceAll(found -> {
              names.add(found.group(1));
              return "?";
            });
    var parsed = new Parsed(plain, List.copyOf(names));
    if (PARSED.size() < MOST_KEPT) {
      PARSED.put(text, parsed);
    }
    return parsed;
  }
}
