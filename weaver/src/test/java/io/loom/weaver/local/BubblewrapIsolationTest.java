package io.loom.weaver.local;

import io.loom.weaver.WeaverIsolationContract;
import io.loom.weaver.WeaverPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// The contract, on sandboxes made by bubblewrap.
@Tag("system")
class BubblewrapIsolationTest extends WeaverIsolationContract {
  @Override
  protected WeaverPlatform open(Path root) throws IOException {
    return LocalPlatform.open(
        new LocalConfig(root, List.of(), Isolation.BUBBLEWRAP, LimitEnforcement.WHERE_POSSIBLE));
  }
}
