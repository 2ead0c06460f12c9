package io.loom.server.audit;

import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes records as files.
enum AuditExport {
  /// One JSON object in each line.
  NDJSON("application/x-ndjson") {
    @Override
    void write(Writer out, List<StoredRecord> records) throws IOException {
      for (var record : records) {
        out.append(Json.write(AuditViews.view(record))).append('\n');
      }
    }
  },
  /// RFC 4180 with a line of names, every cell in quotes.
  CSV("text/csv; charset=utf-8") {
    @Override
    void begin(Writer out) throws IOException {
      out.append(NAMES).append("\r\n");
    }

    @Override
    void write(Writer out, List<StoredRecord> records) throws IOException {
      for (var record : records) {
        out.append(line(record)).append("\r\n");
      }
    }
  };

  private static final String NAMES =
      "n,id,timestamp,actor,actor_id,credential,on_behalf_of,action,object_kind,object_id,"
          + "project_id,outcome,address,request_id,method,route,count,detail,hash";

  /// What a spreadsheet takes for the beginning of a formula.
  private static final String FORMULA = "=+-@\t\r\n";

  private final String mediaType;

  AuditExport(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /// @throws IOException when the client does not take it
  void write(AuditPages pages, AuditFilter filter, OutputStream stream) throws IOException {
    var out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    begin(out);
    try {
      pages.forEach(
          filter,
          records -> {
            try {
              write(out, records);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.flush();
  }

  void begin(Writer out) throws IOException {}

  abstract void write(Writer out, List<StoredRecord> records) throws IOException;

  private static String line(StoredRecord stored) {
    var record = stored.record();
    var actor = record.actor();
    var origin = record.origin();
    return Stream.of(
            stored.isSealed() ? Long.toString(stored.n()) : "",
            record.id(),
            record.time().toString(),
            actor.name(),
            actor.id(),
            actor.credential(),
            actor.onBehalfOf(),
            record.action(),
            record.target().kind(),
            record.target().id(),
            record.projectId(),
            record.outcome(),
            origin.address(),
            origin.requestId(),
            origin.method(),
            origin.route(),
            Long.toString(record.count()),
            record.detail(),
            hash(stored.hash()))
        .map(AuditExport::cell)
        .collect(Collectors.joining(","));
  }

  private static String hash(@Nullable String hash) {
    return hash == null ? "" : hash;
  }

  /// In quotes, and with an apostrophe before what would be a formula.
  static String cell(String text) {
    boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return '"' + (isFormula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
