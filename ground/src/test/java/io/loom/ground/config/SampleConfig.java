package io.loom.ground.config;

import io.loom.base.ByteSize;
import io.loom.base.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings with one component of every type that there may be.
record SampleConfig(Plain plain, Odd odd, List<Item> items) {
  enum Strategy {
    DIRECT,
    BRANCH_PR
  }

  record Plain(
      @Default("loom") String name,
      @Default("8081") int httpPort,
      @Default("5000000000") long many,
      @Default("1.5") double cpus,
      @Default("true") boolean enabled,
      @Default("30s") Duration readTimeout,
      @Default("64MiB") ByteSize maxSize,
      @Default("direct") Strategy strategy,
      @Default("./data") Path folder) {
    Plain {
      if (httpPort > 65535) {
        throw new IllegalArgumentException(
            "plain.http_port is %d, above 65535".formatted(httpPort));
      }
    }
  }

  record Odd(
      @Nullable Secret password,
      @Nullable BigDecimal maxCost,
      @Nullable URI address,
      @Default({"one", "two"}) List<String> words,
      List<Integer> ports) {}

  record Item(
      String id,
      @Default("main") String branch,
      Map<String, String> context,
      @FromVariable @Nullable Secret apiKey) {
    Item {
      if (id.isBlank()) {
        throw new IllegalArgumentException("items.id is blank");
      }
    }
  }
}
