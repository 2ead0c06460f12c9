package io.loom.weaver.local;

import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.WeaverPlatformContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The contract, on sandboxes made by util-linux.
class UnsharePlatformTest extends WeaverPlatformContract {
  @Override
  protected WeaverPlatform open(Path root) throws IOException {
    return LocalPlatform.open(
        new LocalConfig(root, List.of(), Isolation.UNSHARE, LimitEnforcement.WHERE_POSSIBLE));
  }
}
