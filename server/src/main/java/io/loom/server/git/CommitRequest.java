package io.loom.server.git;

import java.time.Instant;
import java.util.List;

/// A commit to make. The same request makes the same commit, whenever and however often.
public record CommitRequest(
    String tree, List<String> parents, String message, String author, String email, Instant time) {
  public CommitRequest {
    parents = List.copyOf(parents);
  }
}
