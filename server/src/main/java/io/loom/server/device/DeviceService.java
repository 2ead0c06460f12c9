package io.loom.server.device;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Peer;
import io.loom.server.auth.SignIns;
import io.loom.server.device.DeviceLogin.State;
import io.loom.server.event.EventLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The rules for signing in programs that have no browser. Safe for many threads, and the same on
/// every server of the database.
final class DeviceService {
  static final Duration LIFE = Duration.ofMinutes(10);

  /// What programs are told to wait between two polls.
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Clocks and networks are not exact.
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(700);

  static final int MOST = 1_000;
  static final int MOST_OF_ADDRESS = 100;
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Database database;
  private final DeviceRepository devices;
  private final CodeHasher hasher;
  private final SignIns signIns;
  private final EventLog events;
  private final GuessLimit guesses;
  private final InstantSource clock;

  DeviceService(
      Database database,
      DeviceRepository devices,
      CodeHasher hasher,
      SignIns signIns,
      EventLog events,
      GuessLimit guesses,
      InstantSource clock) {
    this.database = database;
    this.devices = devices;
    this.hasher = hasher;
    this.signIns = signIns;
    this.events = events;
    this.guesses = guesses;
    this.clock = clock;
  }

  StartResult start(Peer peer) {
    var deviceCode = new Secret(UUID.randomUUID().toString());
    return database.write(handle -> {
      devices.deleteExpired(handle, clock.instant());
      return devices.count(handle) >= MOST
              || devices.countOf(handle, peer.address()) >= MOST_OF_ADDRESS
          ? new StartResult.TooMany(PAUSE)
          : new StartResult.Started(deviceCode, insert(handle, deviceCode, peer), LIFE);
    });
  }

  /// Among a thousand codes of a thousand million, one that is taken is met once in a lifetime.
  private UserCode insert(Handle transaction, Secret deviceCode, Peer peer) {
    var now = clock.instant();
    var login =
        new DeviceLogin(State.PENDING, null, peer.address(), peer.userAgent(), now, now.plus(LIFE));
    var code = UserCode.random();
    while (!devices.insert(transaction, hasher.ofDevice(deviceCode), hasher.ofUser(code), login)) {
      code = UserCode.random();
    }
    return code;
  }

  PollResult poll(Secret deviceCode, Peer peer) {
    var hash = hasher.ofDevice(deviceCode);
    var now = clock.instant();
    // Before anything is written: strangers make up codes.
    if (database.read(handle -> devices.findByDevice(handle, hash, now)).isEmpty()) {
      return new PollResult.Expired();
    }
    return database.write(handle ->
        devices.touch(handle, hash, now.minus(LEAST_INTERVAL), now)
            ? answer(handle, hash, peer)
            : new PollResult.TooSoon());
  }

  private PollResult answer(Handle transaction, String deviceHash, Peer peer) {
    var now = clock.instant();
    var found = devices.findByDevice(transaction, deviceHash, now);
    if (found.isEmpty()) {
      return new PollResult.Expired();
    }
    return switch (found.get().state()) {
      case PENDING -> new PollResult.Pending();
      case DENIED -> new PollResult.Denied();
      case APPROVED ->
          devices
              .takeApproved(transaction, deviceHash, now)
              .flatMap(userId -> signIns.open(transaction, userId, peer))
              .<PollResult>map(PollResult.Completed::new)
              .orElseGet(PollResult.Denied::new);
    };
  }

  /// Who waits under a code, so that a person sees what he is about to let in.
  CodeResult find(Caller caller, UserCode code) {
    var pause = guesses.enter(caller.id());
    if (pause.isPresent()) {
      return new CodeResult.TooMany(pause.get());
    }
    var hash = hasher.ofUser(code);
    var now = clock.instant();
    return known(caller, database.read(handle -> devices.findPending(handle, hash, now)));
  }

  /// Lets in, as the caller, who waits under a code, or refuses him.
  ///
  /// @param decision approved or denied
  CodeResult decide(Caller caller, UserCode code, State decision) {
    var pause = guesses.enter(caller.id());
    if (pause.isPresent()) {
      return new CodeResult.TooMany(pause.get());
    }
    var hash = hasher.ofUser(code);
    return known(caller, database.write(handle -> decide(handle, caller, hash, decision)));
  }

  private Optional<DeviceLogin> decide(
      Handle transaction, Caller caller, String userHash, State decision) {
    var now = clock.instant();
    var login = devices.findPending(transaction, userHash, now);
    if (login.isEmpty() || !devices.decide(transaction, userHash, decision, caller.id(), now)) {
      return Optional.empty();
    }
    events.append(
        transaction,
        caller.actor(),
        new DeviceDecided(
            caller.id(),
            decision == State.APPROVED,
            login.get().address(),
            login.get().userAgent()));
    return login;
  }

  private CodeResult known(Caller caller, Optional<DeviceLogin> login) {
    if (login.isEmpty()) {
      return new CodeResult.Unknown();
    }
    guesses.right(caller.id());
    return new CodeResult.Known(login.get());
  }
}
