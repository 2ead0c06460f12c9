package io.loom.weaver.local;

import io.loom.weaver.Egress;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A weaver that exists only to learn whether weavers can be made.
final class ProbeWeaver {
  private static final Duration TIME = Duration.ofSeconds(20);

  private ProbeWeaver() {}

  /// @return empty when a command ran in it, else what went wrong
  static String run(CommandRunner runner, WeaverFolders folders, Toolchain toolchain)
      throws InterruptedException {
    try {
      TreeRemoval.remove(folders.probe());
      var workspace = Files.createDirectories(folders.probe().resolve("workspace"));
      var limits = Limits.DEFAULT.withTime(TIME);
      var spec =
          new WeaverSpec(
              "probe", "", workspace, List.of(), Map.of(), Map.of(), new Egress.None(), limits);
      var skeleton = folders.probe().resolve("skeleton");
      var layout = Layout.build(skeleton, folders.etc(), toolchain, spec);
      try (var weaver = new Weaver(spec, layout, toolchain, null)) {
        var result = runner.run(weaver, ExecRequest.of(limits, "true"));
        return result.succeeded() ? "" : "the trial command ended as " + result.ending();
      }
    } catch (IOException | WeaverException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
