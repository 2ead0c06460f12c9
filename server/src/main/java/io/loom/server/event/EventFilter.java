package io.loom.server.event;

/// Which events a reader wants. Empty means all.
record EventFilter(String projectId, String type) {
  boolean takes(StoredEvent event) {
    return (projectId.isEmpty() || projectId.equals(event.projectId()))
        && (type.isEmpty() || type.equals(event.type()));
  }
}
