package io.loom.weaver.local;

/// Hears of what a weaver wanted to reach and was refused. Called on the proxy's threads.
@FunctionalInterface
public interface EgressListener {
  /// @param reason a sentence for people
  void refused(String weaverId, String host, String reason);
}
