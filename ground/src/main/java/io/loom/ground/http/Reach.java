package io.loom.ground.http;

import java.util.Set;

/// The projects whose objects a caller may know of. What lies beyond it does not exist for him.
public sealed interface Reach {
  /// Every project there is or will be.
  Reach EVERYTHING = new Everything();

  /// No project.
  Reach NOTHING = new Projects(Set.of());

  boolean includes(String projectId);

  /// What administrators reach.
  record Everything() implements Reach {
    @Override
    public boolean includes(String projectId) {
      return true;
    }
  }

  /// What members reach.
  record Projects(Set<String> ids) implements Reach {
    public Projects {
      ids = Set.copyOf(ids);
    }

    @Override
    public boolean includes(String projectId) {
      return ids.contains(projectId);
    }
  }
}
