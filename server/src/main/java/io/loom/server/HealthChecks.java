package io.loom.server;

import io.loom.server.dispatch.DispatchState;
import io.loom.server.operation.DispatcherStatus;
import io.loom.server.operation.HealthCheck;
import io.loom.server.operation.HealthReport;
import io.loom.server.provider.ProviderService;
import io.loom.weaver.WeaverPlatform;
import java.time.InstantSource;

/// What the server says about its parts.
final class HealthChecks {
  private HealthChecks() {}

  /// Without a usable provider no bead gets on, but people can still work with the server.
  static HealthCheck providers(ProviderService providers) {
    return new HealthCheck() {
      @Override
      public String name() {
        return "providers";
      }

      @Override
      public HealthReport check() {
        return providers.anyUsable()
            ? HealthReport.healthy()
            : HealthReport.degraded(
                "No provider can be asked now; register one, or see its last_heartbeat_error.");
      }
    };
  }

  static HealthCheck weavers(WeaverPlatform platform) {
    return new HealthCheck() {
      @Override
      public String name() {
        return "weavers";
      }

      @Override
      public HealthReport check() {
        var report = platform.report();
        return report.usable()
            ? HealthReport.healthy()
            : HealthReport.degraded(String.join(" ", report.missing()));
      }
    };
  }

  static DispatcherStatus status(DispatchState state, InstantSource clock) {
    return new DispatcherStatus(state.state().equals("active"), state.reason(), clock.instant());
  }
}
