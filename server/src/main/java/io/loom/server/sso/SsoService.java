package io.loom.server.sso;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.http.Peer;
import io.loom.server.auth.SignIns;
import io.loom.server.sso.AccountResult.Found;
import io.loom.server.sso.FinishResult.NotAllowed;
import io.loom.server.sso.FinishResult.Refused;
import io.loom.server.sso.FinishResult.SignedIn;
import io.loom.server.sso.FinishResult.Unavailable;
import io.loom.server.sso.SsoAccounts.LostRaceException;
import io.loom.server.user.UserService;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Leads browsers to the provider and takes them back. Safe for many threads.
final class SsoService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SsoService.class.getName());

  /// Strangers can make us ask the provider; this many at a time.
  private static final int MOST_EXCHANGES = 16;

  private static final int LONGEST_CODE = 4_096;

  private final SsoConfig config;
  private final SsoProvider provider;
  private final IdTokens tokens;
  private final SsoAccounts accounts;
  private final Database database;
  private final UserService users;
  private final SignIns signIns;
  private final InstantSource clock;
  private final Semaphore exchanges = new Semaphore(MOST_EXCHANGES);

  SsoService(
      SsoConfig config,
      SsoProvider provider,
      IdTokens tokens,
      SsoAccounts accounts,
      Database database,
      UserService users,
      SignIns signIns,
      InstantSource clock) {
    this.config = config;
    this.provider = provider;
    this.tokens = tokens;
    this.accounts = accounts;
    this.database = database;
    this.users = users;
    this.signIns = signIns;
    this.clock = clock;
  }

  /// What the provider sent a browser back with.
  ///
  /// @param error what it says went wrong, in its own code
  /// @param issuer who says to have sent it; some providers leave it out
  record Returned(
      @Nullable String code,
      @Nullable String state,
      @Nullable String error,
      @Nullable String issuer) {}

  BeginResult begin(@Nullable String returnTo) {
    var attempt = Attempt.start(ReturnPath.of(returnTo), clock.instant());
    try {
      return new BeginResult.Away(provider.authorization(attempt), attempt);
    } catch (ProviderException e) {
      return new BeginResult.Unavailable(reported(e));
    }
  }

  /// @param cookie what the browser kept of its attempt
  FinishResult finish(@Nullable String cookie, Returned returned, Peer peer) {
    var attempt = cookie == null ? null : Attempt.ofCookie(cookie, clock.instant()).orElse(null);
    var state = returned.state();
    if (attempt == null || state == null || !attempt.isState(state)) {
      return refused(peer, "This sign-in was not begun in this browser, or too long ago.");
    }
    var issuer = returned.issuer();
    if (issuer != null && !issuer.equals(config.issuer().toString())) {
      return refused(peer, "The answer is not from the provider that was asked.");
    }
    var code = returned.code();
    if (returned.error() != null
        || code == null
        || code.isBlank()
        || code.length() > LONGEST_CODE) {
      return refused(peer, "The provider did not sign you in.");
    }
    if (!exchanges.tryAcquire()) {
      return new Unavailable("Too many sign in at this moment; try again in a few seconds.");
    }
    try {
      return finish(attempt, new Secret(code), peer);
    } catch (ProviderException e) {
      return new Unavailable(reported(e));
    } finally {
      exchanges.release();
    }
  }

  private FinishResult finish(Attempt attempt, Secret code, Peer peer) throws ProviderException {
    var token = provider.exchange(code, attempt);
    if (token.isEmpty()) {
      return refused(peer, "The provider does not take its code again.");
    }
    var person = tokens.verify(token.get(), attempt.nonce());
    if (person.isEmpty()) {
      LOG.log(WARNING, "an ID token did not hold; issuer: {0}", config.issuer());
      return refused(peer, "What the provider says about you does not hold.");
    }
    var result = signIn(person.get(), attempt, peer);
    switch (result) {
      case SignedIn(var opened, _) -> users.announce(opened.user().id());
      case NotAllowed _ -> signIns.refused("", peer, "sso");
      case Refused _, Unavailable _ -> {
        // Noted where it was found.
      }
    }
    return result;
  }

  private FinishResult signIn(Person person, Attempt attempt, Peer peer) {
    try {
      return database.write(handle -> signIn(handle, person, attempt, peer));
    } catch (LostRaceException _) {
      return database.write(handle -> signIn(handle, person, attempt, peer));
    }
  }

  private FinishResult signIn(Handle transaction, Person person, Attempt attempt, Peer peer) {
    return switch (accounts.resolve(transaction, person)) {
      case AccountResult.NotAllowed(var reason) -> new NotAllowed(reason);
      case Found(var user) ->
          signIns
              .open(transaction, user.id(), peer)
              .<FinishResult>map(opened -> new SignedIn(opened, attempt.returnTo()))
              .orElseGet(() -> new NotAllowed("Your account is not active."));
    };
  }

  private FinishResult refused(Peer peer, String reason) {
    signIns.refused("", peer, "sso");
    return new Refused(reason);
  }

  /// What strangers hear is less than what the log says.
  private static String reported(ProviderException e) {
    LOG.log(WARNING, "single sign-on: {0}", e.getMessage());
    return "The provider of single sign-on cannot be asked now; Loom's log says more.";
  }

  @Override
  public void close() {
    provider.close();
  }
}
