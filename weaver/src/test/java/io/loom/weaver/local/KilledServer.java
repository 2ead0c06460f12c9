package io.loom.weaver.local;

import io.loom.weaver.Egress;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A server of its own, made to be killed while a command runs.
final class KilledServer {
  private KilledServer() {}

  /// @param arguments the platform's folder, the workspace, the isolator, a shell command
  public static void main(String[] arguments) throws Exception {
    var config =
        new LocalConfig(
            Path.of(arguments[0]),
            List.of(),
            Isolation.valueOf(arguments[2]),
            LimitEnforcement.WHERE_POSSIBLE);
    try (var platform = LocalPlatform.open(config)) {
      platform.create(
          new WeaverSpec(
              "w1",
              "",
              Path.of(arguments[1]),
              List.of(),
              Map.of(),
              Map.of(),
              new Egress.None(),
              Limits.DEFAULT));
      platform.exec("w1", ExecRequest.shell(Limits.DEFAULT, arguments[3]));
    }
  }
}
