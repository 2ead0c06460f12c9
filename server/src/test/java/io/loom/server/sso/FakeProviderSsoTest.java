package io.loom.server.sso;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract with our own provider, on both databases.
@ParameterizedClass
@EnumSource
class FakeProviderSsoTest extends SsoContract {
  FakeProviderSsoTest(DatabaseKind kind) {
    super(kind, new FakeOidcProvider(new MutableClock(Instant.parse("2026-01-01T12:00:00Z"))));
  }
}
