package io.loom.ground.http;

import io.loom.ground.metric.PrometheusText;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// How many requests each route has had, how they ended and how long they took. Safe for many
/// threads.
public final class RequestMetrics {
  private static final String COUNT = "loom_http_requests_total";
  private static final String TIME = "loom_http_request_duration_seconds";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /// In seconds.
  private static final double[] BUCKETS = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10};

  private record Key(String route, String method, String status) {
    Map<String, String> labels() {
      var labels = new LinkedHashMap<String, String>();
      labels.put("method", method);
      labels.put("route", route);
      labels.put("status", status);
      return labels;
    }
  }

  private static final class Series {
    final LongAdder nanos = new LongAdder();

    /// One for each bucket, and one for what took longer; each counts what no smaller one did.
    final List<LongAdder> counts =
        IntStream.rangeClosed(0, BUCKETS.length).mapToObj(_ -> new LongAdder()).toList();

    void add(long elapsed) {
      nanos.add(elapsed);
      int bucket = 0;
      while (bucket < BUCKETS.length && elapsed > BUCKETS[bucket] * 1e9) {
        bucket++;
      }
      counts.get(bucket).increment();
    }

    long count() {
      return counts.stream().mapToLong(LongAdder::sum).sum();
    }
  }

  private final Map<Key, Series> series = new ConcurrentHashMap<>();
  private final LongAdder underWay = new LongAdder();

  void begin(RequestScope scope, Request request, Response response) {
    long start = System.nanoTime();
    underWay.increment();
    Request.addCompletionListener(
        request,
        _ -> {
          underWay.decrement();
          var method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
          var route = scope.route().isEmpty() ? "none" : scope.route();
          var key = new Key(route, method, response.getStatus() / 100 + "xx");
          series.computeIfAbsent(key, _ -> new Series()).add(System.nanoTime() - start);
        });
  }

  /// Adds what was counted.
  public void write(PrometheusText text) {
    text.gauge("loom_http_requests_active", "Requests under way, streams too.", underWay.sum());
    var sorted =
        new TreeMap<Key, Series>(
            Comparator.comparing(Key::route).thenComparing(Key::method).thenComparing(Key::status));
    sorted.putAll(series);
    text.family(COUNT, "counter", "Requests by route and class of status.");
    sorted.forEach((key, counted) -> text.sample(COUNT, key.labels(), counted.count()));
    text.family(TIME, "histogram", "From the headers of a request to the end of its answer.");
    sorted.forEach((key, counted) -> writeTimes(text, key, counted));
  }

  private static void writeTimes(PrometheusText text, Key key, Series counted) {
    long sum = 0;
    for (int i = 0; i <= BUCKETS.length; i++) {
      sum += counted.counts.get(i).sum();
      var labels = new LinkedHashMap<>(key.labels());
      labels.put("le", i == BUCKETS.length ? "+Inf" : Double.toString(BUCKETS[i]));
      text.sample(TIME + "_bucket", labels, sum);
    }
    text.sample(TIME + "_sum", key.labels(), counted.nanos.sum() / 1e9);
    text.sample(TIME + "_count", key.labels(), sum);
  }
}
