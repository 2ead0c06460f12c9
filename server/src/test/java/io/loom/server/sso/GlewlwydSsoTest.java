package io.loom.server.sso;

import io.loom.ground.database.DatabaseKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The contract with a provider that others wrote.
@Tag("system")
class GlewlwydSsoTest extends SsoContract {
  GlewlwydSsoTest(@TempDir Path folder) {
    super(DatabaseKind.SQLITE, new Glewlwyd(folder));
  }

  /// Its clock is the machine's.
  @BeforeEach
  void goToTheRealTime() {
    world.auth.clock.advance(
        Duration.between(world.auth.clock.instant(), Clock.systemUTC().instant()));
  }
}
