package io.loom.weaver.local;

import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverException.Reason;
import io.loom.weaver.WeaverSpec;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A weaver in which commands can be run, and those that run. Safe for many threads.
final class Weaver implements AutoCloseable {
  private final WeaverSpec spec;
  private final Layout layout;
  private final Toolchain toolchain;
  private final @Nullable EgressProxy proxy;
  private final Set<SandboxProcess> running = new HashSet<>();
  private boolean closed;

  /// @param proxy its way out, which ends with it
  Weaver(WeaverSpec spec, Layout layout, Toolchain toolchain, @Nullable EgressProxy proxy) {
    this.spec = spec;
    this.layout = layout;
    this.toolchain = toolchain;
    this.proxy = proxy;
  }

  String id() {
    return spec.id();
  }

  WeaverSpec spec() {
    return spec;
  }

  Layout layout() {
    return layout;
  }

  /// The java program that runs the forwarder, empty where there is nothing to forward to.
  String forwarder() {
    return proxy == null ? "" : toolchain.javaHome().resolve("bin/java").toString();
  }

  /// What a command sees: ours first, the weaver's over it, its own over both.
  Map<String, String> environment(Map<String, String> ofCommand) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("HOME", "/tmp");
    environment.put("USER", "weaver");
    environment.put("LANG", "C.UTF-8");
    environment.put("PATH", toolchain.searchPath());
    environment.put("JAVA_HOME", toolchain.javaHome().toString());
    if (proxy != null) {
      environment.putAll(EgressProxy.environment());
    }
    environment.putAll(spec.environment());
    environment.putAll(ofCommand);
    return environment;
  }

  void requireWorkspace() throws WeaverException {
    if (!Files.isDirectory(spec.workspace(), LinkOption.NOFOLLOW_LINKS)) {
      throw new WeaverException(
          Reason.GONE,
          "The workspace of weaver %s is gone: %s was removed".formatted(id(), spec.workspace()));
    }
  }

  void requireOpen() throws WeaverException {
    synchronized (running) {
      if (closed) {
        throw gone(id());
      }
    }
  }

  Running running(SandboxProcess process) throws WeaverException {
    synchronized (running) {
      if (!closed) {
        running.add(process);
        return new Running(this, process);
      }
    }
    process.end();
    throw gone(id());
  }

  void ended(SandboxProcess process) {
    synchronized (running) {
      running.remove(process);
    }
  }

  static WeaverException gone(String id) {
    return new WeaverException(
        Reason.GONE,
        "There is no weaver %s here: it was deleted, or not created yet".formatted(id));
  }

  /// Ends all that runs in it. What is started later is refused.
  @Override
  public void close() {
    List<SandboxProcess> left;
    synchronized (running) {
      closed = true;
      left = List.copyOf(running);
    }
    left.forEach(SandboxProcess::end);
    if (proxy != null) {
      proxy.close();
    }
  }
}
