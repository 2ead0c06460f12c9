package io.loom.server;

import io.loom.ground.config.ConfigResult;
import io.loom.ground.config.Environment;
import io.loom.ground.database.DatabaseException;
import io.loom.ground.database.Databases;
import io.loom.server.audit.AuditAnchor;
import io.loom.server.audit.AuditCheck;
import io.loom.server.audit.AuditCheck.Damaged;
import io.loom.server.audit.AuditCheck.Intact;
import io.loom.server.audit.AuditCheck.NoTrail;
import io.loom.server.audit.AuditFeature;
import io.loom.server.audit.AuditVerifier;
import io.loom.server.config.DatabaseConfig;
import io.loom.server.config.LoomConfig;
import io.loom.server.config.MasterPassword;
import io.loom.server.vault.VaultEntry;
import io.loom.server.vault.VaultException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// `loom audit verify`: looks through the audit trail of a server that may be running, and changes
/// nothing.
final class AuditCommand {
  private static final int DAMAGED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: loom audit verify [-config FILE] [-since N:HASH]

      Looks through the whole audit trail for records that were changed, removed, moved or put
      in. It reads the database and the key store (.keys.json) of the working folder, with
      LOOM_PASSWORD; the server may be running. Ends with 1 when something is wrong.

        -config FILE    settings; without it ./config.yaml, or the defaults
        -since N:HASH   a place that an earlier run showed: it is still there
        -help           show this
      """;

  private final Environment environment;
  private final Path keyStore;
  private final PrintStream out;
  private final PrintStream err;

  AuditCommand(Environment environment, Path keyStore, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.keyStore = keyStore;
    this.out = out;
    this.err = err;
  }

  /// @param arguments those after `audit`
  /// @return the exit code
  int run(String... arguments) {
    @Nullable Path config = null;
    @Nullable AuditAnchor noted = null;
    boolean isVerify = false;
    for (int i = 0; i < arguments.length; i++) {
      boolean isLast = i + 1 == arguments.length;
      switch (arguments[i]) {
        case "verify" -> isVerify = true;
        case "-h", "-help", "--help" -> {
          out.print(HELP);
          return 0;
        }
        case "-config", "--config" -> {
          if (isLast) {
            return usage("-config needs a file.");
          }
          config = Path.of(arguments[++i]);
        }
        case "-since", "--since" -> {
          if (isLast) {
            return usage("-since needs a place, like 1234:9f86….");
          }
          try {
            noted = AuditAnchor.parse(arguments[++i]);
          } catch (IllegalArgumentException e) {
            return usage(e.getMessage() + ".");
          }
        }
        default -> {
          return usage("\"%s\" is not known here.".formatted(arguments[i]));
        }
      }
    }
    return isVerify ? verify(config, noted) : usage("say what to do: loom audit verify.");
  }

  private int usage(String problem) {
    err.println("loom: " + problem);
    err.print(HELP);
    return USAGE;
  }

  private int verify(@Nullable Path file, @Nullable AuditAnchor noted) {
    return switch (LoomConfig.load(file, environment)) {
      case ConfigResult.Refused<LoomConfig>(var problems) -> {
        err.println("loom: the settings cannot be used:");
        problems.forEach(problem -> err.println("  " + problem));
        yield DAMAGED;
      }
      case ConfigResult.Loaded<LoomConfig>(var config, _) -> verify(config.database(), noted);
    };
  }

  private int verify(DatabaseConfig config, @Nullable AuditAnchor noted) {
    var password = MasterPassword.from(environment).secret();
    try (var database = Databases.openToRead(config.toTarget())) {
      var key = VaultEntry.read(keyStore, password, AuditFeature.KEY_ID);
      if (key.isEmpty()) {
        err.println(
            "loom: the key store %s has no key of an audit trail; run this where the server runs."
                .formatted(keyStore));
        return DAMAGED;
      }
      return report(AuditVerifier.of(database, key.get()).check(noted));
    } catch (DatabaseException | JdbiException | VaultException e) {
      err.println("loom: " + e.getMessage());
      return DAMAGED;
    }
  }

  private int report(AuditCheck check) {
    switch (check) {
      case Intact(long checked, long waiting, long first, long last, var hash) -> {
        out.println("%d records are as Loom wrote them.".formatted(checked));
        if (checked > 0) {
          out.println("They are %d to %d; the last is %d:%s".formatted(first, last, last, hash));
        }
        if (waiting > 0) {
          out.println("%d more wait to be sealed.".formatted(waiting));
        }
        return 0;
      }
      case Damaged damaged -> {
        out.println("%d records are as Loom wrote them.".formatted(damaged.checked()));
        err.println("loom: the audit trail was tampered with. " + damaged.text());
        return DAMAGED;
      }
      case NoTrail() -> {
        err.println("loom: there is no audit trail in this database.");
        return DAMAGED;
      }
    }
  }
}
