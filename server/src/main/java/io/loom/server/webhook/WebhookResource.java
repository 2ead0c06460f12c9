package io.loom.server.webhook;

import io.loom.api.WebhookView;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.webhook.Signature.Proof;
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
    var proof = Proof.of(signature);
    return take(
        new Call(WebhookForge.GITHUB, event, id, proof, body),
        "X-GitHub-Delivery",
        "X-Hub-Signature-256");
  }

  /// GitLab sends its secret along, or signs as Standard Webhooks do.
  @POST
  @Path("/gitlab")
  @Permission(Permission.PUBLIC)
  public WebhookView gitlab(
      @HeaderParam("X-Gitlab-Event") @DefaultValue("") String event,
      @HeaderParam("X-Gitlab-Event-UUID") @DefaultValue("") String uuid,
      @HeaderParam("Idempotency-Key") @DefaultValue("") String key,
      @HeaderParam("X-Gitlab-Token") @DefaultValue("") String token,
      @HeaderParam("webhook-id") @DefaultValue("") String signedId,
      @HeaderParam("webhook-timestamp") @DefaultValue("") String time,
      @HeaderParam("webhook-signature") @DefaultValue("") String signature,
      byte[] body) {
    var proof = new Proof(signature, token, signedId, time);
    var id = !signedId.isEmpty() ? signedId : key.isEmpty() ? uuid : key;
    return take(
        new Call(WebhookForge.GITLAB, event, id, proof, body),
        "Idempotency-Key",
        "X-Gitlab-Token or webhook-signature");
  }

  /// Gitea and Forgejo.
  @POST
  @Path("/gitea")
  @Permission(Permission.PUBLIC)
  public WebhookView gitea(
      @HeaderParam("X-Gitea-Event") @DefaultValue("") String event,
      @HeaderParam("X-Gitea-Delivery") @DefaultValue("") String id,
      @HeaderParam("X-Gitea-Signature") @DefaultValue("") String signature,
      byte[] body) {
    var proof = Proof.of(signature);
    return take(
        new Call(WebhookForge.GITEA, event, id, proof, body),
        "X-Gitea-Delivery",
        "X-Gitea-Signature");
  }

  private WebhookView take(Call call, String idHeader, String signatureHeader) {
    var objection = webhooks.objection(call);
    var result = objection.isPresent() ? objection.get() : believed(call, idHeader);
    var event = call.event();
    return switch (result) {
      case Result.Received() -> new WebhookView("received", event, null);
      case Result.NotOfInterest() -> new WebhookView("ignored", event, "nothing is done with it");
      case Result.Repeated() -> new WebhookView("ignored", event, "it was received before");
      case Result.WrongSignature() ->
          throw SIGNATURE.because(
              "%s does not prove that the caller knows the secret (security.webhook_secret, or the"
                      .formatted(signatureHeader)
                  + " project's own secret %s).".formatted(WebhookFeature.SECRET_NAME),
              Map.of());
      case Result.NoSecret() ->
          throw NO_SECRET.because(
              "security.webhook_secret is empty. Set it, and the same secret at the forge.",
              Map.of());
    };
  }

  private Result believed(Call call, String idHeader) {
    if (call.id().isBlank() || call.id().length() > LONGEST_ID) {
      throw Invalid.field(
          "", "The header %s is required, at most %d characters.".formatted(idHeader, LONGEST_ID));
    }
    if (call.payload().isMissingNode()) {
      throw HttpProblems.BAD_REQUEST.because("The body is not JSON.", Map.of());
    }
    return webhooks.take(call);
  }
}
