package io.loom.server.webhook;

import io.loom.api.WebhookView;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Json;
import io.loom.ground.http.Permission;
import io.loom.server.webhook.WebhookService.Result;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/// Where forges call. They have no credentials here; the signature of the body stands for them.
@Path("/api/v1/webhooks")
@Produces("application/json")
@Consumes("application/json")
public final class WebhookResource {
  private static final ProblemType SIGNATURE =
      new ProblemType("webhook-signature", 401, "The signature is missing or wrong");
  private static final ProblemType NO_SECRET =
      new ProblemType("webhook-secret-missing", 403, "Webhooks cannot be checked");
  private static final int LONGEST_ID = 200;

  private final WebhookService webhooks;

  WebhookResource(WebhookService webhooks) {
    this.webhooks = webhooks;
  }

  /// @param body exactly as it came, since that is what is signed
  @POST
  @Path("/github")
  @Permission(Permission.PUBLIC)
  public WebhookView github(
      @HeaderParam("X-GitHub-Event") @DefaultValue("") String event,
      @HeaderParam("X-GitHub-Delivery") @DefaultValue("") String id,
      @HeaderParam("X-Hub-Signature-256") @DefaultValue("") String signature,
      byte[] body) {
    var objection = webhooks.objection(body, signature);
    var result = objection.isPresent() ? objection.get() : take(event, id, body);
    return switch (result) {
      case Result.Received() -> new WebhookView("received", event, null);
      case Result.NotOfInterest() -> new WebhookView("ignored", event, "nothing is done with it");
      case Result.Repeated() -> new WebhookView("ignored", event, "it was received before");
      case Result.WrongSignature() ->
          throw SIGNATURE.because(
              "X-Hub-Signature-256 is not the body's signature with security.webhook_secret.",
              Map.of());
      case Result.NoSecret() ->
          throw NO_SECRET.because(
              "security.webhook_secret is empty. Set it, and the same secret at GitHub.", Map.of());
    };
  }

  private Result take(String event, String id, byte[] body) {
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw Invalid.field("", "The header X-GitHub-Delivery is required, at most 200 characters.");
    }
    try {
      var payload = Json.mapper().readTree(body);
      return webhooks.take(new GithubDelivery(event, payload), id, body);
    } catch (java.io.IOException e) {
      throw HttpProblems.BAD_REQUEST.because("The body is not JSON.", Map.of());
    }
  }
}
