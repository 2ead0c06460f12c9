package io.loom.server.provider;

import io.loom.base.ReconcileLoop;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Probes each provider when it is due, all at once: one that hangs holds up no other.
final class ProviderLoop implements AutoCloseable {
  /// How late a probe may be. Registering a provider wakes the loop at once.
  private static final Duration LATEST = Duration.ofSeconds(5);

  private final ProviderWatch watch;
  private final ProviderProbe probe;
  private final Duration lease;
  private final ExecutorService probes =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("provider-probe-", 0).factory());
  private final ReconcileLoop loop;

  private ProviderLoop(ProviderConfig config, ProviderWatch watch, ProviderProbe probe) {
    this.watch = watch;
    this.probe = probe;
    // A probe ends within its timeout; then there is some time to write down what it found.
    this.lease = config.timeout().multipliedBy(2).plusSeconds(5);
    var interval = config.interval().compareTo(LATEST) < 0 ? config.interval() : LATEST;
    this.loop = ReconcileLoop.start("provider-health", interval, this::pass);
  }

  static ProviderLoop start(ProviderConfig config, ProviderWatch watch, ProviderProbe probe) {
    return new ProviderLoop(config, watch, probe);
  }

  void wake() {
    loop.wake();
  }

  private void pass() {
    for (var provider : watch.takeDue(lease)) {
      probes.execute(() -> watch.recordProbe(provider, probe.probe(provider)));
    }
  }

  @Override
  public void close() {
    loop.close();
    probes.shutdownNow();
    probes.close();
  }
}
