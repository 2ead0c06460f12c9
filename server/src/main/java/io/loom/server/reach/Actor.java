package io.loom.server.reach;

import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who does something, and what he may know of. What lies beyond his reach is to him as if it were
/// not there, so a service that takes an actor can be asked by anybody.
///
/// @param name as in events: `user:<name>`, `agent:<id>` or `system`
/// @param userId the user himself, who is the maker of what he makes; absent for all but users
public record Actor(String name, @Nullable String userId, Reach reach) {
  /// The server itself.
  public static final Actor SYSTEM = everywhere("system");

  /// Who makes a request.
  public static Actor of(Caller caller) {
    return new Actor(caller.actor(), caller.id(), caller.reach());
  }

  /// The caller of the request under way on this thread; without one this fails.
  public static Actor current() {
    return of(Caller.current());
  }

  /// An agent at work, which knows of nothing but the project that it works for.
  public static Actor agent(String agentId, String projectId) {
    return new Actor("agent:" + agentId, null, new Reach.Projects(Set.of(projectId)));
  }

  /// The server, carrying out what somebody said whose right to it was checked then.
  public static Actor everywhere(String name) {
    return new Actor(name, null, Reach.EVERYTHING);
  }

  /// The same one, who has just made a project: the request found out earlier what he reaches.
  public Actor withProject(String projectId) {
    return switch (reach) {
      case Reach.Everything _ -> this;
      case Reach.Projects(var ids) -> {
        var more = new HashSet<>(ids);
        more.add(projectId);
        yield new Actor(name, userId, new Reach.Projects(more));
      }
    };
  }

  public boolean reaches(String projectId) {
    return reach.includes(projectId);
  }

  /// Whether an object without a project is within reach: it is there for its maker, and for those
  /// who reach everything.
  public boolean reachesOwn(@Nullable String createdBy) {
    return switch (reach) {
      case Reach.Everything _ -> true;
      case Reach.Projects _ -> userId != null && userId.equals(createdBy);
    };
  }
}
