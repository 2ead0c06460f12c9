package io.loom.server.auth;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Stand-ins for a session, for one connection made soon: an event stream or a terminal of a
/// browser. Safe for many threads, and good on every server of the database.
final class Tickets {
  static final Duration LIFE = Duration.ofSeconds(30);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final int LONGEST = 64;

  private final Database database;
  private final SessionRepository sessions;
  private final InstantSource clock;

  Tickets(Database database, SessionRepository sessions, InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.clock = clock;
  }

  Secret make(String sessionId) {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    var ticket = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    var expires = clock.instant().plus(LIFE);
    database.change(handle -> sessions.insertTicket(handle, hash(ticket), sessionId, expires));
    return ticket;
  }

  /// The session that a ticket stands for. It does so once.
  Optional<String> take(Secret ticket) {
    if (ticket.reveal().length() > LONGEST) {
      return Optional.empty();
    }
    var now = clock.instant();
    return database.write(handle -> sessions.takeTicket(handle, hash(ticket), now));
  }

  private static String hash(Secret ticket) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(ticket.reveal().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
