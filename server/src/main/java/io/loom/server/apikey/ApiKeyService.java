package io.loom.server.apikey;

import io.loom.api.EventType;
import io.loom.base.Ids;
import io.loom.base.ReconcileLoop;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.Remembered;
import io.loom.server.event.EventLog;
import io.loom.server.event.EventTail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The rules for API keys. Safe for many threads. Whoever makes one closes it.
public final class ApiKeyService implements AutoCloseable {
  private static final int SIZE = 100_000;

  private final Database database;
  private final ApiKeyRepository keys;
  private final ApiKeyHasher hasher;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;

  /// By hash.
  private final Remembered<ApiKey> known = new Remembered<>(SIZE);

  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private final ReconcileLoop loop;

  ApiKeyService(
      Database database,
      ApiKeyRepository keys,
      ApiKeyHasher hasher,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    this.database = database;
    this.keys = keys;
    this.hasher = hasher;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
    this.loop = ReconcileLoop.start("api-keys", Duration.ofSeconds(30), this::writeUses);
  }

  /// Hears what other servers revoke.
  void follow(EventTail tail) {
    tail.onEvent(event -> {
      if (event.type().equals(EventType.API_KEY_REVOKED.wireName())) {
        known.forgetIf(key -> key.id().equals(event.subject()));
      }
    });
  }

  /// What a key is good for. Notes that it was used.
  ///
  /// @return nothing when there is no such key, or no longer
  public Optional<ApiKeyGrant> find(Secret text) {
    if (!ApiKeyText.isWellFormed(text)) {
      return Optional.empty();
    }
    var now = clock.instant();
    var key =
        known
            .get(hasher.hash(text), hash -> database.read(it -> keys.findByHash(it, hash)))
            .filter(it -> !it.isExpired(now));
    key.ifPresent(it -> used.put(it.id(), now));
    return key.map(ApiKeyService::grant);
  }

  /// What the key with an id is good for now; nothing when it is none any more.
  public Optional<ApiKeyGrant> findGrant(String id) {
    var now = clock.instant();
    return database
        .read(it -> keys.find(it, id))
        .filter(key -> !key.isExpired(now))
        .map(ApiKeyService::grant);
  }

  private static ApiKeyGrant grant(ApiKey key) {
    return new ApiKeyGrant(key.id(), key.userId(), key.makerId(), key.permissions());
  }

  /// Makes a key.
  ///
  /// @param makerId whose rights it never exceeds
  public MadeApiKey create(String actor, String makerId, NewApiKey wanted) {
    var text = ApiKeyText.make();
    var now = clock.instant();
    var life = wanted.life();
    var key =
        new ApiKey(
            "key-" + ids.next(),
            wanted.userId(),
            makerId,
            wanted.name(),
            ApiKeyText.prefix(text),
            wanted.permissions(),
            now,
            life == null ? null : now.plus(life),
            null);
    database.change(handle -> {
      keys.insert(handle, key, hasher.hash(text));
      events.append(
          handle,
          actor,
          new ApiKeyEvent.Created(
              key.id(), key.userId(), key.name(), key.prefix(), key.permissions()));
    });
    return new MadeApiKey(key, text);
  }

  Optional<ApiKey> findById(String id) {
    return database.read(handle -> keys.find(handle, id));
  }

  /// All there are, oldest first.
  List<ApiKey> list() {
    return database.read(keys::list);
  }

  /// Those that act for a user or were made by him, oldest first.
  List<ApiKey> listOf(String userId) {
    return database.read(handle -> keys.listOf(handle, userId));
  }

  void revoke(String actor, ApiKey key) {
    database.change(handle -> {
      if (keys.delete(handle, key.id())) {
        events.append(handle, actor, new ApiKeyEvent.Revoked(key.id(), key.userId(), key.name()));
      }
    });
    known.forgetIf(it -> it.id().equals(key.id()));
  }

  /// Uses are written down together, some seconds later.
  private void writeUses() {
    var noted = Map.copyOf(used);
    if (!noted.isEmpty()) {
      noted.forEach(used::remove);
      database.change(handle -> keys.updateUsed(handle, noted));
    }
  }

  @Override
  public void close() {
    loop.close();
    writeUses();
  }
}
