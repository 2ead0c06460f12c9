package io.loom.server.member;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import io.loom.server.user.UserService;
import java.time.InstantSource;

/// The member feature, put together.
public record MemberFeature(MemberService service, MemberResource resource) {
  public static MemberFeature create(
      Database database,
      ProjectService projects,
      UserService users,
      EventLog events,
      InstantSource clock) {
    var service =
        new MemberService(database, new MemberRepository(), projects, users, events, clock);
    projects.follow(service);
    return new MemberFeature(service, new MemberResource(service, projects));
  }
}
