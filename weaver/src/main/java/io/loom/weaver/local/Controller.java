package io.loom.weaver.local;

import io.loom.weaver.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A kind of control group limit, and how it is written in either version of control groups.
enum Controller {
  MEMORY("memory") {
    @Override
    void limit(Path group, Version version, Limits limits) throws IOException {
      var bytes = Long.toString(limits.memory().bytes());
      switch (version) {
        case V1 -> {
          Files.writeString(group.resolve("memory.limit_in_bytes"), bytes);
          writeIfPresent(group.resolve("memory.memsw.limit_in_bytes"), bytes);
        }
        case V2 -> {
          Files.writeString(group.resolve("memory.max"), bytes);
          writeIfPresent(group.resolve("memory.swap.max"), "0");
          writeIfPresent(group.resolve("memory.oom.group"), "1");
        }
      }
    }
  },

  CPU("cpu") {
    @Override
    void limit(Path group, Version version, Limits limits) throws IOException {
      long quota = Math.max(1000, Math.round(limits.cpus() * PERIOD_MICROS));
      switch (version) {
        case V1 -> {
          Files.writeString(group.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
          Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        }
        case V2 -> Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
      }
    }
  },

  PIDS("pids") {
    @Override
    void limit(Path group, Version version, Limits limits) throws IOException {
      Files.writeString(
          group.resolve("pids.max"), Integer.toString(limits.processes() + OWN_PROCESSES));
    }
  };

  /// Which of the kernel's two interfaces a hierarchy has.
  enum Version {
    V1,
    V2
  }

  private static final long PERIOD_MICROS = 100_000;

  /// Processes and threads that the sandbox itself needs: what builds it, process 1, and the
  /// forwarder to the proxy.
  private static final int OWN_PROCESSES = 32;

  private final String kernelName;

  Controller(String kernelName) {
    this.kernelName = kernelName;
  }

  String kernelName() {
    return kernelName;
  }

  abstract void limit(Path group, Version version, Limits limits) throws IOException;

  private static void writeIfPresent(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      Files.writeString(file, text);
    }
  }
}
