package io.loom.server.organisation;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.user.UserService;
import java.time.InstantSource;

/// The organisation feature, put together.
public record OrganisationFeature(OrganisationService service, OrganisationResource resource) {
  public static OrganisationFeature create(
      Database database, UserService users, EventLog events, InstantSource clock, Ids ids) {
    var service =
        new OrganisationService(
            database, new OrganisationRepository(database.dialect()), users, events, clock, ids);
    users.follow(service);
    return new OrganisationFeature(service, new OrganisationResource(service));
  }
}
