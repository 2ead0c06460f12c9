package io.loom.server.forge;

import io.loom.base.ByteSize;
import io.loom.base.Secret;
import io.loom.server.MutableClock;
import io.loom.server.ServerWorld;
import io.loom.server.forge.ForgePull.Mergeable;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/// The contract against exchanges in files. They were written by hand after the public
/// documentation of the vendors' APIs, not recorded from their servers.
class RecordedForgeTest {
  static final String HEAD = "1111111111111111111111111111111111111111";
  static final String MERGED = "2222222222222222222222222222222222222222";

  /// One kind of forge.
  abstract static class Recorded extends ForgeContract {
    private final ForgeType type;
    private final Mergeable inConflict;
    private final ReplayServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    Recorded(ForgeType type, Mergeable inConflict) {
      this.type = type;
      this.inConflict = inConflict;
      this.server = new ReplayServer(type.wireName() + ".json");
    }

    @AfterEach
    void close() {
      server.close();
      client.close();
    }

    @Override
    Forge forge() {
      var api = URI.create(type.api(server.url(), "127.0.0.1"));
      var address = new ForgeAddress(type, api, "octo/hello");
      return Forges.connect(
          address, new Secret("t0ken"), "", new ForgeMemory(), connection(client));
    }

    @Override
    Scene scene() {
      return new Scene(
          7,
          8,
          9,
          10,
          MERGED,
          HEAD,
          "a".repeat(40),
          "b".repeat(40),
          "c".repeat(40),
          "d".repeat(40),
          inConflict);
    }
  }

  static Forges.Network connection(HttpClient client) {
    var config =
        new ForgeConfig(Set.of("127.0.0.1"), Duration.ofSeconds(20), ByteSize.parse("1MiB"));
    return new Forges.Network(client, config, new MutableClock(ServerWorld.NOON));
  }

  @Nested
  class Github extends Recorded {
    Github() {
      super(ForgeType.GITHUB, Mergeable.CONFLICT);
    }
  }

  @Nested
  class Gitlab extends Recorded {
    Gitlab() {
      super(ForgeType.GITLAB, Mergeable.CONFLICT);
    }
  }

  @Nested
  class Gitea extends Recorded {
    Gitea() {
      super(ForgeType.GITEA, Mergeable.CONFLICT);
    }
  }

  @Nested
  class Bitbucket extends Recorded {
    Bitbucket() {
      super(ForgeType.BITBUCKET, Mergeable.UNKNOWN);
    }
  }
}
