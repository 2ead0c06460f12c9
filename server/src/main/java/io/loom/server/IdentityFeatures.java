package io.loom.server;

import io.loom.server.apikey.ApiKeyFeature;
import io.loom.server.apikey.KeptSecret;
import io.loom.server.auth.AuthConfig;
import io.loom.server.auth.AuthFeature;
import io.loom.server.auth.SigningSecrets;
import io.loom.server.device.DeviceFeature;
import io.loom.server.member.MemberFeature;
import io.loom.server.organisation.OrganisationFeature;
import io.loom.server.project.ProjectService;
import io.loom.server.sso.SsoConfig;
import io.loom.server.sso.SsoFeature;
import io.loom.server.user.HashingConfig;
import io.loom.server.user.UserFeature;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who there is, how he shows that he is it, and where he belongs.
public record IdentityFeatures(
    UserFeature users,
    MemberFeature members,
    ApiKeyFeature keys,
    AuthFeature auth,
    OrganisationFeature organisations,
    DeviceFeature devices,
    SsoFeature sso) {
  /// @param sso where people sign in elsewhere; absent when nowhere
  /// @param publicUrl of this server, as people reach it; absent when not configured
  public record Config(
      AuthConfig auth,
      SigningSecrets signing,
      HashingConfig hashing,
      @Nullable SsoConfig sso,
      @Nullable URI publicUrl) {}

  /// Puts them together; the first user is made where there is none.
  public static IdentityFeatures create(Basis basis, Config config, ProjectService projects) {
    var database = basis.database();
    var log = basis.log();
    var clock = basis.clock();
    var ids = basis.ids();
    var parts = basis.parts();
    var users = parts.add(UserFeature.create(database, log, clock, ids, config.hashing()));
    var members = MemberFeature.create(database, projects, users.service(), log, clock);
    var keys =
        parts.add(
            ApiKeyFeature.create(
                KeptSecret.of(basis.vault(), "loom-api-key-secret", "Hashes API keys"),
                database,
                basis.events(),
                users.service(),
                clock,
                ids));
    var auth =
        parts.add(
            AuthFeature.create(
                config.auth(),
                config.signing(),
                database,
                basis.events(),
                users,
                members,
                keys,
                clock,
                ids));
    var organisations = OrganisationFeature.create(database, users.service(), log, clock, ids);
    var devices =
        DeviceFeature.create(
            KeptSecret.of(basis.vault(), "loom-device-secret", "Hashes the codes of device logins"),
            config.publicUrl(),
            database,
            auth.signIns(),
            log,
            clock);
    var sso =
        parts.add(
            SsoFeature.create(config.sso(), database, users.service(), auth.signIns(), log, clock));
    users.seed();
    return new IdentityFeatures(users, members, keys, auth, organisations, devices, sso);
  }

  public List<Object> resources() {
    return List.of(
        auth.resource(),
        auth.sessionResource(),
        devices.resource(),
        devices.pageResource(),
        sso.resource(),
        users.resource(),
        keys.resource(),
        members.resource(),
        organisations.resource());
  }
}
