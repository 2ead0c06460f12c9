package io.loom.server;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// The server's log: one line per fact on stderr.
final class ServerLog extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  /// Loggers that say at a high level what is of no use to an administrator.
  private static final Logger[] QUIET = {
    // It warns of each resource that is given as an instance.
    Logger.getLogger("org.glassfish.jersey.internal.inject.Providers"),
    Logger.getLogger("org.eclipse.jetty"),
    Logger.getLogger("org.flywaydb"),
    Logger.getLogger("com.zaxxer.hikari")
  };

  private ServerLog() {}

  static void install() {
    LogManager.getLogManager().reset();
    var handler =
        new StreamHandler(System.err, new ServerLog()) {
          @Override
          public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
          }
        };
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler((Handler) handler);
    Logger.getLogger("").setLevel(Level.INFO);
    for (var logger : QUIET) {
      logger.setLevel(Level.SEVERE);
    }
  }

  @Override
  public String format(LogRecord record) {
    var name = record.getLoggerName() == null ? "" : record.getLoggerName();
    var line =
        new StringBuilder()
            .append(TIME.format(Instant.ofEpochMilli(record.getMillis())))
            .append(' ')
            .append(level(record.getLevel()))
            .append(' ')
            .append(name.substring(name.lastIndexOf('.') + 1))
            .append(": ")
            .append(formatMessage(record))
            .append('\n');
    for (var cause = record.getThrown(); cause != null; cause = cause.getCause()) {
      line.append("    ").append(cause).append('\n');
      int shown = 0;
      for (var frame : cause.getStackTrace()) {
        if (shown++ < 12) {
          line.append("        at ").append(frame).append('\n');
        }
      }
    }
    return line.toString();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }
}
