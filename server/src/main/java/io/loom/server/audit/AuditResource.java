package io.loom.server.audit;

import io.loom.api.AuditVerificationView;
import io.loom.api.AuditView;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Json;
import io.loom.ground.http.Permission;
import io.loom.server.audit.AuditCheck.Damaged;
import io.loom.server.audit.AuditCheck.Intact;
import io.loom.server.audit.AuditCheck.NoTrail;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The audit trail over HTTP. Nothing here changes it.
@Path("/api/v1/audit")
@Produces("application/json")
public final class AuditResource {
  private static final int LARGEST_PAGE = 1_000;

  private final AuditPages pages;
  private final AuditVerifier verifier;

  AuditResource(AuditPages pages, AuditVerifier verifier) {
    this.pages = pages;
    this.verifier = verifier;
  }

  /// The records, newest first.
  @GET
  @Permission("audit:read")
  @Answer(value = AuditView.class, form = Answer.Form.LIST)
  public Response list(
      @QueryParam("actor") @DefaultValue("") String actor,
      @QueryParam("action") @DefaultValue("") String action,
      @QueryParam("object") @DefaultValue("") String object,
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("outcome") @DefaultValue("") String outcome,
      @QueryParam("from") @DefaultValue("") String from,
      @QueryParam("to") @DefaultValue("") String to,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable Long cursor,
      @Context UriInfo uri) {
    var filter = filter(actor, action, object, projectId, outcome, from, to);
    if (limit == null && cursor == null) {
      StreamingOutput whole = out -> writeArray(filter, out);
      return Response.ok(whole).build();
    }
    int size = limit == null ? LARGEST_PAGE : limit;
    if (size < 1 || size > LARGEST_PAGE) {
      throw Invalid.field("limit", "limit is between 1 and %d.".formatted(LARGEST_PAGE));
    }
    var page = pages.page(filter, cursor, size);
    var answer = Response.ok(page.records().stream().map(AuditViews::view).toList());
    var next = page.next();
    if (next != null) {
      var address = uri.getRequestUriBuilder().replaceQueryParam("cursor", next).build();
      answer.header(
          "Link", "<%s?%s>; rel=\"next\"".formatted(address.getRawPath(), address.getRawQuery()));
    }
    return answer.build();
  }

  private void writeArray(AuditFilter filter, OutputStream out) throws IOException {
    try (var json = Json.mapper().writerFor(AuditView.class).writeValuesAsArray(out)) {
      pages.forEach(
          filter,
          records -> {
            try {
              json.writeAll(records.stream().map(AuditViews::view).toList());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// The records as a file, newest first.
  @GET
  @Path("/export")
  @Produces({"application/x-ndjson", "text/csv"})
  @Permission("audit:read")
  @Answer(String.class)
  public Response export(
      @QueryParam("format") @DefaultValue("ndjson") String format,
      @QueryParam("actor") @DefaultValue("") String actor,
      @QueryParam("action") @DefaultValue("") String action,
      @QueryParam("object") @DefaultValue("") String object,
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("outcome") @DefaultValue("") String outcome,
      @QueryParam("from") @DefaultValue("") String from,
      @QueryParam("to") @DefaultValue("") String to) {
    var filter = filter(actor, action, object, projectId, outcome, from, to);
    var export =
        switch (format) {
          case "ndjson" -> AuditExport.NDJSON;
          case "csv" -> AuditExport.CSV;
          default -> throw Invalid.field("format", "format is ndjson or csv.");
        };
    StreamingOutput file = out -> export.write(pages, filter, out);
    return Response.ok(file)
        .type(export.mediaType())
        .header("Content-Disposition", "attachment; filename=\"audit.%s\"".formatted(format))
        .build();
  }

  /// Looks through the whole trail.
  @GET
  @Path("/verify")
  @Permission("audit:admin")
  public AuditVerificationView verify() {
    return switch (verifier.check(null)) {
      case Intact(long checked, long waiting, long first, long last, var hash) ->
          new AuditVerificationView(true, checked, waiting, first, last, hash, null);
      case Damaged damaged ->
          new AuditVerificationView(false, damaged.checked(), 0, 0, 0, "", damage(damaged));
      case NoTrail() -> new AuditVerificationView(true, 0, 0, 0, 0, "", null);
    };
  }

  private static AuditVerificationView.Damage damage(Damaged damaged) {
    return new AuditVerificationView.Damage(
        damaged.kind().wireName(),
        damaged.n() == 0 ? null : damaged.n(),
        damaged.id(),
        damaged.text());
  }

  private static AuditFilter filter(
      String actor,
      String action,
      String object,
      String projectId,
      String outcome,
      String from,
      String to) {
    if (!Set.of("", AuditRecord.ALLOWED, AuditRecord.REFUSED).contains(outcome)) {
      throw Invalid.field("outcome", "outcome is allowed or refused.");
    }
    return new AuditFilter(
        actor,
        action,
        object,
        projectId,
        outcome,
        millis("from", from, 0),
        millis("to", to, Long.MAX_VALUE));
  }

  private static long millis(String field, String text, long otherwise) {
    try {
      return text.isEmpty() ? otherwise : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException _) {
      throw Invalid.field(field, "%s is a time like 2026-01-31T12:00:00Z.".formatted(field));
    }
  }
}
