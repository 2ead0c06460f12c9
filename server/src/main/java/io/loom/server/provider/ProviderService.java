package io.loom.server.provider;

import io.loom.api.EventType;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.provider.ModelOutcome.Usage;
import io.loom.server.provider.Provider.Health;
import io.loom.server.provider.Provider.Settings;
import io.loom.server.provider.Provider.Status;
import io.loom.server.vault.Vault;
import io.loom.server.vault.VaultException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The registry of providers. Safe for many threads.
///
/// A key is in the vault before its row says so, and leaves it after, so that a row never promises
/// a key that is not there. A key without a row is harmless.
public final class ProviderService {
  /// What came of a change.
  public sealed interface Saved {
    record Registered(Provider provider) implements Saved {}

    record Updated(Provider provider) implements Saved {}

    /// A new provider needs one.
    record NoEndpoint() implements Saved {}
  }

  private final Database database;
  private final ProviderRepository providers;
  private final EventLog events;
  private final Vault vault;
  private final ProviderConfig config;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// Held across vault and row: a removal must not take the key of a registration that overtook it.
  private final ReentrantLock changing = new ReentrantLock();

  ProviderService(
      Database database,
      ProviderRepository providers,
      EventLog events,
      Vault vault,
      ProviderConfig config,
      InstantSource clock) {
    this.database = database;
    this.providers = providers;
    this.events = events;
    this.vault = vault;
    this.config = config;
    this.clock = clock;
  }

  public Optional<Provider> find(String id) {
    return database.read(handle -> providers.find(handle, id));
  }

  /// All, in the order in which they were registered.
  public List<Provider> list() {
    return database.read(providers::list);
  }

  public boolean anyUsable() {
    return list().stream().anyMatch(Provider::isUsable);
  }

  /// A provider to ask now. A preferred one that exists is never replaced by another: people choose
  /// who may see their code. Without one, the healthiest that was registered first is taken.
  ///
  /// @param preferredId of a provider, if anybody prefers one
  public Optional<ProviderChoice> choose(@Nullable String preferredId) {
    var all = list();
    var preferred = all.stream().filter(it -> it.id().equals(preferredId)).toList();
    return (preferred.isEmpty() ? all : preferred)
        .stream()
            .filter(Provider::isUsable)
            .min(Comparator.comparing(it -> it.health().status() != Status.HEALTHY))
            .map(this::choice);
  }

  private ProviderChoice choice(Provider provider) {
    var settings = provider.configured();
    return new ProviderChoice(
        provider.id(),
        provider.model(),
        provider.effectiveContextWindow(),
        config.streaming() && settings.streaming(),
        settings.promptPrice(),
        settings.completionPrice());
  }

  /// What the tokens cost at the provider's prices, in micro-dollars; nothing when it is gone.
  public long costMicros(String providerId, Usage usage) {
    return find(providerId).map(provider -> choice(provider).costMicros(usage)).orElse(0L);
  }

  /// Calls the listener after each change of what is configured; it must not block.
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// Registers a provider, or changes the one that is there.
  ///
  /// @param actor who does it, as events name him
  public Saved put(String id, ProviderChange change, String actor) {
    changing.lock();
    try {
      var before = find(id).orElse(null);
      if (before == null && change.endpoint() == null) {
        return new Saved.NoEndpoint();
      }
      boolean newKey = storeKey(id, before, change.apiKey());
      var after = changed(id, before, change, newKey);
      var type = before == null ? EventType.PROVIDER_REGISTERED : EventType.PROVIDER_UPDATED;
      database.change(transaction -> {
        providers.put(transaction, after);
        events.append(transaction, actor, ProviderEvent.of(type, after));
      });
      if (!after.hasKey()) {
        vault.delete(Provider.keyId(id));
      }
      listeners.forEach(Runnable::run);
      return before == null ? new Saved.Registered(after) : new Saved.Updated(after);
    } finally {
      changing.unlock();
    }
  }

  /// Whether the provider has another key from now on.
  private boolean storeKey(String id, @Nullable Provider before, @Nullable Secret key) {
    boolean had = before != null && before.hasKey();
    if (key == null) {
      return false;
    }
    if (key.isBlank()) {
      return had;
    }
    var keyId = Provider.keyId(id);
    if (had && isKept(keyId, key)) {
      return false;
    }
    vault.put(keyId, "API key of provider " + id, key);
    return true;
  }

  /// An entry that does not open is replaced like one that differs.
  private boolean isKept(String keyId, Secret key) {
    try {
      return vault.get(keyId).filter(key::equals).isPresent();
    } catch (VaultException _) {
      return false;
    }
  }

  private Provider changed(
      String id, @Nullable Provider before, ProviderChange change, boolean newKey) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var key = change.apiKey();
    if (before == null) {
      boolean hasKey = key != null && !key.isBlank();
      var settings = change.toSettings(id);
      return new Provider(id, settings, Health.unknown(now), "", null, hasKey, 1, now, now);
    }
    var settings = change.on(before.configured());
    boolean another = newKey || isElsewhere(before.configured(), settings);
    boolean otherModel = another || !settings.model().equals(before.configured().model());
    return new Provider(
        id,
        settings,
        another ? Health.unknown(now) : before.health().probedAt(now),
        another ? "" : before.selectedModel(),
        otherModel ? null : before.contextWindow(),
        key == null ? before.hasKey() : !key.isBlank(),
        before.revision() + 1,
        before.createdAt(),
        now);
  }

  private static boolean isElsewhere(Settings before, Settings after) {
    return !before.endpoint().equals(after.endpoint()) || before.type() != after.type();
  }

  /// Removes a provider and its key.
  ///
  /// @return whether there was one
  public boolean delete(String id, String actor) {
    changing.lock();
    try {
      boolean deleted = database.write(transaction -> delete(transaction, id, actor));
      if (deleted) {
        vault.delete(Provider.keyId(id));
      }
      return deleted;
    } finally {
      changing.unlock();
    }
  }

  private boolean delete(Handle transaction, String id, String actor) {
    var found = providers.find(transaction, id);
    found.ifPresent(provider -> {
      providers.delete(transaction, id);
      events.append(transaction, actor, ProviderEvent.of(EventType.PROVIDER_DELETED, provider));
    });
    return found.isPresent();
  }
}
