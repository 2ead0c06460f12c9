package io.loom.server.bead;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import java.time.InstantSource;

/// The bead feature, put together. Nobody else calls its constructors.
public record BeadFeature(
    BeadService service,
    BeadResource resource,
    WorkGraphResource graphResource,
    BeadTransferResource transferResource) {
  /// @param reasons asked why a bead waits, each time one is shown
  public static BeadFeature create(
      Database database, EventLog events, InstantSource clock, Ids ids, HoldReasons reasons) {
    var service = new BeadService(database, events, clock, ids);
    var views = new BeadViews(reasons, clock);
    var pages = new BeadPages(database, views, clock);
    return new BeadFeature(
        service,
        new BeadResource(service, pages),
        new WorkGraphResource(pages, clock),
        new BeadTransferResource(service.transfer()));
  }
}
