package io.loom.server.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes guessing slow: who fails often waits longer each time. Safe for many threads.
///
/// What counts is the account together with the address, and the address alone. So nobody can keep
/// the true owner out from elsewhere. An attempt counts as failed from its beginning, so that many
/// at once gain nothing.
final class LoginThrottle {
  /// How much failing is free, and what it costs then.
  private record Scale(int free, Duration first, Duration longest, Duration memory) {
    private Duration delay(int failures) {
      int doublings = Math.min(failures - free, 30);
      var delay = first.multipliedBy(1L << doublings);
      return delay.compareTo(longest) > 0 ? longest : delay;
    }
  }

  private record State(int failures, Instant last, Instant blockedUntil) {}

  private static final Scale ACCOUNT =
      new Scale(5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15));
  private static final Scale ADDRESS =
      new Scale(50, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(15));
  private static final int SIZE = 20_000;

  private final InstantSource clock;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final LinkedHashMap<String, State> states = new LinkedHashMap<>(16, 0.75f, true);

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /// Begins an attempt.
  ///
  /// @return how long to wait first, if so
  Optional<Duration> enter(String account, String address) {
    var now = clock.instant();
    synchronized (lock) {
      var own = state(accountKey(account, address), ACCOUNT, now);
      var shared = state(addressKey(address), ADDRESS, now);
      var until =
          own.blockedUntil().isAfter(shared.blockedUntil())
              ? own.blockedUntil()
              : shared.blockedUntil();
      if (until.isAfter(now)) {
        return Optional.of(Duration.between(now, until));
      }
      put(accountKey(account, address), failed(own, ACCOUNT, now));
      put(addressKey(address), failed(shared, ADDRESS, now));
      return Optional.empty();
    }
  }

  /// The attempt was the owner's.
  void succeeded(String account, String address) {
    synchronized (lock) {
      states.remove(accountKey(account, address));
      giveBack(addressKey(address));
    }
  }

  /// The attempt was not decided.
  void undecided(String account, String address) {
    synchronized (lock) {
      giveBack(accountKey(account, address));
      giveBack(addressKey(address));
    }
  }

  @GuardedBy("lock")
  private void giveBack(String key) {
    @Nullable State state = states.get(key);
    if (state != null) {
      put(key, new State(Math.max(0, state.failures() - 1), state.last(), Instant.EPOCH));
    }
  }

  @GuardedBy("lock")
  private State state(String key, Scale scale, Instant now) {
    @Nullable State state = states.get(key);
    return state == null || state.last().plus(scale.memory()).isBefore(now)
        ? new State(0, now, Instant.EPOCH)
        : state;
  }

  private static State failed(State before, Scale scale, Instant now) {
    int failures = before.failures() + 1;
    return new State(
        failures, now, failures < scale.free() ? Instant.EPOCH : now.plus(scale.delay(failures)));
  }

  @GuardedBy("lock")
  private void put(String key, State state) {
    states.put(key, state);
    if (states.size() > SIZE) {
      states.remove(states.keySet().iterator().next());
    }
  }

  private static String accountKey(String account, String address) {
    return addressKey(address) + " " + account;
  }

  /// Who has an IPv6 address has as many as he likes in its network.
  private static String addressKey(String address) {
    var bare = address.replace("[", "").replace("]", "");
    if (!bare.contains(":") || bare.contains("::")) {
      return bare;
    }
    var groups = bare.split(":", -1);
    return groups.length < 4 ? bare : String.join(":", groups[0], groups[1], groups[2], groups[3]);
  }
}
