package io.loom.server.sso;

import io.loom.api.SsoView;
import io.loom.base.ProblemException;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Peer;
import io.loom.ground.http.Permission;
import io.loom.server.auth.SignIns;
import io.loom.server.sso.FinishResult.SignedIn;
import io.loom.server.sso.SsoService.Returned;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// The HTTP face of single sign-on. All but the first route are for browsers.
@Path("/api/v1/auth/sso")
public final class SsoResource {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String LOGIN = "/api/v1/auth/sso/login";

  private final @Nullable SsoConfig config;
  private final @Nullable SsoService service;
  private final SignIns signIns;

  /// @param config absent, as the service, where no provider is configured
  SsoResource(@Nullable SsoConfig config, @Nullable SsoService service, SignIns signIns) {
    this.config = config;
    this.service = service;
    this.signIns = signIns;
  }

  @GET
  @Produces("application/json")
  @Permission(Permission.PUBLIC)
  public SsoView about() {
    return config == null
        ? new SsoView(false, null, null)
        : new SsoView(true, config.label(), LOGIN);
  }

  /// Sends the browser to the provider.
  @GET
  @Path("/login")
  @Produces({HTML, "application/json"})
  @Permission(Permission.PUBLIC)
  @Answer(status = 303, value = Void.class)
  public Response login(
      @QueryParam("return_to") @Nullable String returnTo,
      @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    return switch (service().begin(returnTo)) {
      case BeginResult.Away(var provider, var attempt) ->
          Response.seeOther(provider)
              .header(HttpHeaders.SET_COOKIE, SsoCookie.of(attempt, isSecure()))
              .build();
      case BeginResult.Unavailable(var reason) -> failed(SsoProblems.unavailable(reason), accept);
    };
  }

  /// Where the provider sends the browser back to.
  @GET
  @Path("/callback")
  @Produces({HTML, "application/json"})
  @Permission(Permission.PUBLIC)
  @Answer(String.class)
  public Response callback(
      @QueryParam("code") @Nullable String code,
      @QueryParam("state") @Nullable String state,
      @QueryParam("error") @Nullable String error,
      @QueryParam("iss") @Nullable String issuer,
      @CookieParam(SsoCookie.NAME) @Nullable String cookie,
      @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    var returned = new Returned(code, state, error, issuer);
    return switch (service().finish(cookie, returned, Peer.current())) {
      case SignedIn signedIn -> signedIn(signedIn);
      case FinishResult.Refused(var reason) -> failed(SsoProblems.refused(reason), accept);
      case FinishResult.NotAllowed(var reason) -> failed(SsoProblems.notAllowed(reason), accept);
      case FinishResult.Unavailable(var reason) -> failed(SsoProblems.unavailable(reason), accept);
    };
  }

  private Response signedIn(SignedIn signedIn) {
    return Response.ok(SsoPage.signedIn(signedIn.returnTo()), HTML)
        .header(HttpHeaders.SET_COOKIE, SsoCookie.gone(isSecure()))
        .header(HttpHeaders.SET_COOKIE, signIns.cookie(signedIn.opened(), isSecure()))
        .build();
  }

  /// People read a page, programs a problem.
  private static Response failed(ProblemException problem, @Nullable String accept) {
    if (accept == null || !accept.contains("text/html")) {
      throw problem;
    }
    var page = SsoPage.failed(problem.type().title(), String.valueOf(problem.getMessage()));
    return Response.status(problem.type().status()).type(HTML).entity(page).build();
  }

  private boolean isSecure() {
    return Peer.current().isSecure() || (config != null && config.isPublicUrlSecure());
  }

  private SsoService service() {
    if (service == null) {
      throw SsoProblems.notConfigured();
    }
    return service;
  }
}
