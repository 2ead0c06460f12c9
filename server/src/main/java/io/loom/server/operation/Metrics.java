package io.loom.server.operation;

import io.loom.ground.http.RequestMetrics;
import io.loom.ground.metric.PrometheusText;
import io.loom.server.operation.WorkRepository.Work;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Prometheus is told. Safe for many threads.
///
/// What is counted in the database is good for a moment, so that scrapes do not keep it busy.
final class Metrics {
  private static final Duration KEPT = Duration.ofSeconds(5);

  private record Counted(Work work, Instant at) {}

  private final RequestMetrics requests;
  private final WorkRepository work;
  private final ServerIdentity identity;
  private final InstantSource clock;
  private volatile @Nullable Counted last;

  Metrics(
      RequestMetrics requests, WorkRepository work, ServerIdentity identity, InstantSource clock) {
    this.requests = requests;
    this.work = work;
    this.identity = identity;
    this.clock = clock;
  }

  String text() {
    var text = new PrometheusText();
    text.family("loom_info", "gauge", "Which Loom this is.")
        .sample("loom_info", Map.of("version", identity.version()), 1);
    var counted = count();
    text.gauge("loom_runs_open", "Runs that have not ended.", counted.openRuns());
    text.gauge("loom_beads_ready", "Beads that an agent could take.", counted.readyBeads());
    text.gauge("loom_beads_held", "Beads that somebody has.", counted.heldBeads());
    text.gauge("loom_leases", "Leases that have not run out.", counted.leases());
    requests.write(text);
    writeProcess(text);
    return text.toString();
  }

  private Work count() {
    var known = last;
    var now = clock.instant();
    if (known == null || !now.isBefore(known.at().plus(KEPT))) {
      known = new Counted(work.count(), now);
      last = known;
    }
    return known.work();
  }

  private static void writeProcess(PrometheusText text) {
    var memory = ManagementFactory.getMemoryMXBean();
    text.family("jvm_memory_used_bytes", "gauge", "Memory in use.")
        .sample(
            "jvm_memory_used_bytes", Map.of("area", "heap"), memory.getHeapMemoryUsage().getUsed())
        .sample(
            "jvm_memory_used_bytes",
            Map.of("area", "nonheap"),
            memory.getNonHeapMemoryUsage().getUsed());
    text.gauge(
        "jvm_memory_max_bytes", "The most heap there may be.", Runtime.getRuntime().maxMemory());
    text.gauge("jvm_threads", "Threads, running virtual ones too.", RuntimeMetrics.threads());
    text.family("jvm_gc_collections_total", "counter", "Garbage collections.")
        .sample("jvm_gc_collections_total", Map.of(), RuntimeMetrics.collections());
    text.gauge(
        "process_uptime_seconds",
        "Since the start of the process.",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
  }
}
