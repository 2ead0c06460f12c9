package io.loom.bench.dispatch;

import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was measured, on what, against which bars.
final class Report {
  private static final String ROW = "%-46s %8s %9s %9s %9s %9s   %s%n";

  private final String name;
  private final Map<String, String> conditions = new LinkedHashMap<>();
  private final List<Timing> timings = new ArrayList<>();
  private final List<Rate> rates = new ArrayList<>();

  Report(String name, Instant date) {
    this.name = name;
    conditions.put("date", date.toString());
    conditions.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    conditions.put(
        "memory of the JVM", (Runtime.getRuntime().maxMemory() >> 20) + " MiB at the most");
    conditions.put("load before", "%.1f".formatted(load()));
    conditions.put("jdk", Runtime.version().toString());
    conditions.put(
        "system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /// How many programs wanted a processor in the last minute.
  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  void condition(String key, String value) {
    conditions.put(key, value);
  }

  /// Notes the database and its disk, and times the disk.
  void conditionsOf(BenchPlace place) throws IOException {
    conditions.put("database", place.databaseWords());
    var store = Files.getFileStore(place.folder());
    conditions.put("disk", "%s (%s)".formatted(place.folder(), store.type()));
    timings.add(place.sync());
  }

  void add(Timing timing) {
    timings.add(timing);
  }

  void add(Rate rate) {
    rates.add(rate);
  }

  void print(BenchOptions.Output output, PrintWriter out) {
    switch (output) {
      case text -> printText(out);
      case json ->
          out.println(
              Json.write(
                  Map.of(
                      "name", name,
                      "conditions", conditions,
                      "timings_ms", timings,
                      "rates", rates)));
    }
    out.flush();
  }

  private void printText(PrintWriter out) {
    out.println(name);
    conditions.forEach((key, value) -> out.printf("  %-18s %s%n", key, value));
    out.println();
    out.printf(ROW, "milliseconds", "samples", "p50", "p90", "p99", "max", "bar p50 / p99");
    for (var it : timings) {
      out.printf(
          ROW,
          it.what(),
          it.samples(),
          number(it.p50()),
          number(it.p90()),
          number(it.p99()),
          number(it.max()),
          verdict(it));
    }
    for (var it : rates) {
      out.printf(
          "%-46s %8d %9.0f a second%s%s%n",
          it.what(), it.count(), it.perSecond(), cost(it.processorMillis()), verdict(it));
    }
  }

  private static String cost(@Nullable Double processorMillis) {
    return processorMillis == null ? "" : " (%.2f ms of processor each)".formatted(processorMillis);
  }

  private static String verdict(Rate rate) {
    return rate.bar() == null
        ? ""
        : "   bar %.0f: %s".formatted(rate.bar(), met(rate.isWithinBar()));
  }

  private static String verdict(Timing timing) {
    var bar = timing.bar();
    return bar == null
        ? ""
        : "%s / %s: %s".formatted(bound(bar.p50()), bound(bar.p99()), met(timing.isWithinBar()));
  }

  private static String bound(@Nullable Double millis) {
    return millis == null ? "-" : BigDecimal.valueOf(millis).stripTrailingZeros().toPlainString();
  }

  private static String number(double millis) {
    return String.format(Locale.ROOT, millis < 0.1 ? "%.4f" : "%.2f", millis);
  }

  private static String met(boolean within) {
    return within ? "met" : "missed";
  }
}
