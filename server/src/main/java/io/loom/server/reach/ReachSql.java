package io.loom.server.reach;

import io.loom.ground.http.Reach;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/// A reach as a condition of SQL, so that lists are filtered where they are paged.
public final class ReachSql {
  private ReachSql() {}

  /// A condition that holds for the rows within a reach. Whoever reaches everything pays nothing
  /// for it.
  ///
  /// @param column has the id of a project; a row without one is within no limited reach
  public static String within(Reach reach, String column) {
    return switch (reach) {
      case Reach.Everything _ -> "1 = 1";
      // Not an empty list, which would be neither true nor false, nor its negation.
      case Reach.Projects(var ids) when ids.isEmpty() -> "1 = 0";
      case Reach.Projects _ -> column + " IN (<reach>)";
    };
  }

  /// Gives a statement the values that its conditions of this reach need.
  public static <S extends SqlStatement<S>> S bind(S statement, Reach reach) {
    return switch (reach) {
      case Reach.Everything _ -> statement;
      case Reach.Projects(var ids) when ids.isEmpty() -> statement;
      case Reach.Projects(var ids) -> statement.bindList("reach", List.copyOf(ids));
    };
  }
}
