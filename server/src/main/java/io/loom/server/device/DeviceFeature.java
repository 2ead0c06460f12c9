package io.loom.server.device;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.auth.SignIns;
import io.loom.server.event.EventLog;
import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The device feature, put together.
public record DeviceFeature(DeviceResource resource, DevicePageResource pageResource) {
  /// @param secret hashes codes
  /// @param publicUrl absent where browsers use the address that programs use
  public static DeviceFeature create(
      Secret secret,
      @Nullable URI publicUrl,
      Database database,
      SignIns signIns,
      EventLog events,
      InstantSource clock) {
    var service =
        new DeviceService(
            database,
            new DeviceRepository(),
            new CodeHasher(secret),
            signIns,
            events,
            new GuessLimit(clock),
            clock);
    return new DeviceFeature(
        new DeviceResource(service, signIns, publicUrl), new DevicePageResource());
  }
}
