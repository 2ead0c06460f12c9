package io.loom.server.operation;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.management.VirtualThreadSchedulerMXBean;

/// Numbers of this process, under the names that the API has for them.
final class RuntimeMetrics {
  private RuntimeMetrics() {}

  static Map<String, Number> read() {
    var runtime = Runtime.getRuntime();
    var metrics = new LinkedHashMap<String, Number>();
    metrics.put("goroutines", threads());
    metrics.put("memory_alloc", runtime.totalMemory() - runtime.freeMemory());
    metrics.put("memory_sys", runtime.totalMemory());
    metrics.put("gc_runs", collections());
    metrics.put("cpu_cores", runtime.availableProcessors());
    // This server has no cache: the names stay, for the programs that read them.
    metrics.put("cache_hits", 0);
    metrics.put("cache_misses", 0);
    metrics.put("cache_hit_rate", 0.0);
    return metrics;
  }

  /// Virtual threads that wait for something are not counted by the JDK.
  static long threads() {
    var virtual = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    long running = virtual.getMountedVirtualThreadCount() + virtual.getQueuedVirtualThreadCount();
    return ManagementFactory.getThreadMXBean().getThreadCount() + running;
  }

  static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .filter(count -> count > 0)
        .sum();
  }
}
