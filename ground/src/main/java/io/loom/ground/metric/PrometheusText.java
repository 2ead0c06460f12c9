package io.loom.ground.metric;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Numbers in Prometheus' text format, version 0.0.4. A family's samples follow its head at once.
/// Labels come from code, never from what clients send, so that there are few.
public final class PrometheusText {
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /// Begins a family.
  ///
  /// @param type `counter`, `gauge` or `histogram`
  public PrometheusText family(String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    return this;
  }

  public PrometheusText sample(String name, Map<String, String> labels, Number value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append(
          labels.entrySet().stream()
              .map(label -> "%s=\"%s\"".formatted(label.getKey(), escape(label.getValue())))
              .collect(Collectors.joining(",", "{", "}")));
    }
    text.append(' ').append(number(value)).append('\n');
    return this;
  }

  /// A family of one number that may rise and fall.
  public PrometheusText gauge(String name, String help, Number value) {
    return family(name, "gauge", help).sample(name, Map.of(), value);
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(Number value) {
    return value instanceof Double
        ? String.format(Locale.ROOT, "%.9g", value.doubleValue())
        : Long.toString(value.longValue());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
