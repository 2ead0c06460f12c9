package io.loom.server;

import io.loom.base.Secret;
import io.loom.server.vault.VaultException;
import io.loom.server.vault.VaultReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// `loom vault status`: looks at the key store of this folder, beside a running server or without
/// one. It writes nothing, and no secret is in what it prints.
record VaultStatus(Path file, Secret password, boolean isDefaultPassword) {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: loom vault status
             loom vault rotate
             loom vault change-password [--immediate]

        status           look at .keys.json in this folder with the password in LOOM_PASSWORD;
                         exit code 1 if it does not open or was changed
        rotate           make the running server seal everything with a new data key
        change-password  make the running server take another password;
                         --help of both says more
      """;

  int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("status"))) {
      return show(out, err);
    }
    if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
      out.print(HELP);
      return 0;
    }
    err.print(HELP);
    return USAGE;
  }

  private int show(PrintStream out, PrintStream err) {
    try {
      var report = VaultReport.read(file, password);
      if (report.isEmpty()) {
        err.println(
            "loom: there is no key store %s; the first start of a server makes one."
                .formatted(file.toAbsolutePath()));
        return FAILED;
      }
      print(report.get(), out);
      return report.get().entries().stream().allMatch(VaultReport.Entry::isReadable) ? 0 : FAILED;
    } catch (VaultException e) {
      err.println("loom: " + e.getMessage());
      return FAILED;
    }
  }

  private void print(VaultReport report, PrintStream out) {
    line(out, "file", report.file().toString());
    line(out, "mode", report.isOpenToOthers() ? "others can read it: chmod 600" : "0600");
    line(out, "version", version(report));
    line(out, "password", password(report));
    report
        .derivation()
        .ifPresent(it ->
            line(
                out,
                "costs",
                "Argon2id, %d MiB, %d passes, %d lanes"
                    .formatted(it.memoryKib() / 1024, it.iterations(), it.parallelism())));
    for (var key : report.dataKeys()) {
      var seals = key.generation() == report.generation() ? "; seals" : "; opens only";
      line(out, "data key", "%d of %s%s".formatted(key.generation(), key.createdAt(), seals));
    }
    report
        .firstVersion()
        .ifPresent(it ->
            line(out, "old file", it + " of version 1.0; a change of the password removes it"));
    for (var entry : report.entries()) {
      line(out, "entry", entry.id() + (entry.isReadable() ? "" : " was changed, does not open"));
    }
  }

  private static String version(VaultReport report) {
    return report.derivation().isEmpty()
        ? report.version() + "; the next start of a server upgrades it"
        : report.version();
  }

  private String password(VaultReport report) {
    var opens = isDefaultPassword ? "the documented default opens it" : "LOOM_PASSWORD opens it";
    if (report.passwords() == 1) {
      return opens;
    }
    return report.opensWithOldPassword()
        ? opens + "; it ends at the next start with the new one"
        : opens + "; the old one ends at the next start";
  }

  private static void line(PrintStream out, String name, String value) {
    out.println("%-10s%s".formatted(name, value));
  }
}
