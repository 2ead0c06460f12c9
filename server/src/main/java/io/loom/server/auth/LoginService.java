package io.loom.server.auth;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.http.Peer;
import io.loom.server.auth.LoginResult.Busy;
import io.loom.server.auth.LoginResult.Refused;
import io.loom.server.auth.LoginResult.SignedIn;
import io.loom.server.auth.LoginResult.TooMany;
import io.loom.server.user.Account;
import io.loom.server.user.PasswordCheck;
import io.loom.server.user.PasswordHasher;
import io.loom.server.user.PasswordRules;
import io.loom.server.user.User;
import io.loom.server.user.UserService;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Turns a name and a password into a session. Safe for many threads.
///
/// Unknown names cost the same work as wrong passwords and hear the same.
final class LoginService {
  private static final int LONGEST_NAME = 128;

  private final Database database;
  private final UserService users;
  private final PasswordHasher passwords;
  private final SessionService sessions;
  private final TokenSigner tokens;
  private final LoginThrottle throttle;
  private final RefusalLog refusals;
  private final AuthConfig config;

  LoginService(
      Database database,
      UserService users,
      PasswordHasher passwords,
      SessionService sessions,
      TokenSigner tokens,
      LoginThrottle throttle,
      RefusalLog refusals,
      AuthConfig config) {
    this.database = database;
    this.users = users;
    this.passwords = passwords;
    this.sessions = sessions;
    this.tokens = tokens;
    this.throttle = throttle;
    this.refusals = refusals;
    this.config = config;
  }

  LoginResult login(String username, Secret password, Peer peer) {
    if (username.length() > LONGEST_NAME || PasswordRules.isTooLong(password)) {
      return new Refused();
    }
    var name = User.key(username);
    var wait = throttle.enter(name, peer.address());
    if (wait.isPresent()) {
      refusals.add("", peer, "too-many");
      return new TooMany(wait.get());
    }
    var account = database.read(handle -> users.findByName(handle, name));
    var check = passwords.check(password, account.map(Account::passwordHash).orElse(null));
    if (check == PasswordCheck.BUSY) {
      throttle.undecided(name, peer.address());
      return new Busy();
    }
    if (account.isEmpty()) {
      return refuse("", peer, "password");
    }
    return decide(account.get(), check, password, peer);
  }

  private LoginResult decide(Account account, PasswordCheck check, Secret password, Peer peer) {
    var user = account.user();
    boolean isOperator = isOperator(user, password);
    if (check != PasswordCheck.MATCHES && !isOperator) {
      return refuse(user.username(), peer, "password");
    }
    if (!user.isActive()) {
      return refuse(user.username(), peer, "inactive");
    }
    if (user.mustChange() && !isOperator && !peer.isLocal() && !config.allowsInsecure()) {
      return refuse(user.username(), peer, "first-password");
    }
    var session = database.write(handle -> open(handle, account, peer));
    if (session.isEmpty()) {
      return refuse(user.username(), peer, "password");
    }
    throttle.succeeded(User.key(user.username()), peer.address());
    var opened = session.get();
    return new SignedIn(user, opened, new Secret(tokens.sign(opened, user, opened.expiresAt())));
  }

  /// Whether it is the first administrator with the password that keeps the vault.
  private boolean isOperator(User user, Secret password) {
    var operator = config.operatorPassword();
    return operator != null
        && user.mustChange()
        && user.id().equals(User.FIRST_ID)
        && operator.equals(password);
  }

  /// @return nothing when the password or the user changed meanwhile
  private Optional<Session> open(Handle transaction, Account checked, Peer peer) {
    var user = checked.user();
    var now = users.findAccount(transaction, user.id());
    boolean isSame =
        now.isPresent()
            && now.get().user().isActive()
            && now.get().hasPassword(checked.passwordHash());
    return isSame ? Optional.of(sessions.open(transaction, user, peer)) : Optional.empty();
  }

  private LoginResult refuse(String username, Peer peer, String reason) {
    refusals.add(username, peer, reason);
    return new Refused();
  }

  /// Gives a user another password, if he knows the one he has. His other sessions end.
  ///
  /// @param sessionId the session that stays; empty when he has none
  PasswordChange change(String userId, String sessionId, Secret current, Secret wanted, Peer peer) {
    var found = database.read(handle -> users.findAccount(handle, userId));
    if (found.isEmpty()) {
      return new PasswordChange.NoSuchUser();
    }
    var account = found.get();
    var user = account.user();
    var problems = PasswordRules.problems(wanted, user.username());
    if (!problems.isEmpty() || wanted.equals(current)) {
      return new PasswordChange.Unfit(
          problems.isEmpty() ? "the new password is the old one" : problems.getFirst());
    }
    var name = User.key(user.username());
    var wait = throttle.enter(name, peer.address());
    if (wait.isPresent()) {
      return new PasswordChange.TooMany(wait.get());
    }
    var check = passwords.check(current, account.passwordHash());
    if (check == PasswordCheck.BUSY) {
      throttle.undecided(name, peer.address());
      return new PasswordChange.Busy();
    }
    if (check == PasswordCheck.DIFFERS && !isOperator(user, current)) {
      return new PasswordChange.Wrong();
    }
    throttle.succeeded(name, peer.address());
    return replace(account, sessionId, wanted);
  }

  private PasswordChange replace(Account account, String sessionId, Secret wanted) {
    var before = account.passwordHash();
    var after = passwords.hash(wanted);
    if (after.isEmpty()) {
      return new PasswordChange.Busy();
    }
    boolean isChanged =
        before != null
            && database.write(handle -> {
              boolean done = users.changePassword(handle, account.user().id(), before, after.get());
              if (done) {
                sessions.endOthers(handle, account.user(), sessionId);
              }
              return done;
            });
    users.announce(account.user().id());
    return isChanged ? new PasswordChange.Changed() : new PasswordChange.Wrong();
  }
}
