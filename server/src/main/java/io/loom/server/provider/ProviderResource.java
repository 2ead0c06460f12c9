package io.loom.server.provider;

import io.loom.api.ProviderModelsView;
import io.loom.api.ProviderRequest;
import io.loom.api.ProviderView;
import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.provider.ProviderProbe.Finding;
import io.loom.server.provider.ProviderService.Saved;
import io.loom.server.vault.VaultException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The HTTP face of the registry of providers. An API key goes in and never comes out.
@Path("/api/v1/providers")
@Produces("application/json")
@Consumes("application/json")
public final class ProviderResource {
  private static final ProblemType UNREACHABLE =
      new ProblemType("provider-unreachable", 502, "The provider does not answer as it should");

  private final ProviderService providers;
  private final ProviderProbe probe;

  ProviderResource(ProviderService providers, ProviderProbe probe) {
    this.providers = providers;
    this.probe = probe;
  }

  @GET
  @Permission("providers:read")
  public List<ProviderView> list() {
    return providers.list().stream().map(ProviderResource::view).toList();
  }

  /// Registers a provider, or updates the one that has this id.
  @POST
  @Permission("providers:write")
  @Answer(status = 201, value = ProviderView.class)
  public Response register(@Nullable ProviderRequest request) {
    var given = requireBody(request);
    var id = given.id() == null ? "" : given.id().strip();
    if (!ProviderChange.isId(id)) {
      throw Invalid.field(
          "id", "id is required: letters, digits, dots, dashes and underscores, at most 100.");
    }
    return Response.status(201).entity(save(id, given)).build();
  }

  @GET
  @Path("/{id}")
  @Permission("providers:read")
  public ProviderView get(@PathParam("id") String id) {
    return view(require(id));
  }

  /// Changes what is given; the rest stays.
  @PUT
  @Path("/{id}")
  @Permission("providers:write")
  public ProviderView update(@PathParam("id") String id, @Nullable ProviderRequest request) {
    var given = requireBody(request);
    if (given.id() != null && !given.id().equals(id)) {
      throw Invalid.field("id", "The id of a provider cannot change.");
    }
    require(id);
    return save(id, given);
  }

  @DELETE
  @Path("/{id}")
  @Permission("providers:delete")
  @Answer(status = 204, value = Void.class)
  public Response delete(@PathParam("id") String id) {
    var actor = Caller.current().actor();
    if (!withVault(() -> providers.delete(id, actor))) {
      throw noProvider(id);
    }
    return Response.noContent().build();
  }

  /// The models that the provider offers right now.
  @GET
  @Path("/{id}/models")
  @Permission("providers:read")
  public ProviderModelsView models(@PathParam("id") String id) {
    return switch (probe.probe(require(id))) {
      case Finding.Reached(var models, _) ->
          new ProviderModelsView(models.stream().map(ProviderResource::view).toList());
      case Finding.Unreachable(var error) ->
          throw UNREACHABLE.because("Provider %s: %s.".formatted(id, error), Map.of());
      case Finding.Interrupted() ->
          throw HttpProblems.UNAVAILABLE.because("Loom is stopping.", Map.of());
    };
  }

  private ProviderView save(String id, ProviderRequest request) {
    var change = ProviderChange.parse(request);
    var actor = Caller.current().actor();
    return switch (withVault(() -> providers.put(id, change, actor))) {
      case Saved.Registered(var provider) -> view(provider);
      case Saved.Updated(var provider) -> view(provider);
      case Saved.NoEndpoint() -> throw Invalid.field("endpoint", "endpoint is required.");
    };
  }

  private static <T> T withVault(Supplier<T> action) {
    try {
      return action.get();
    } catch (VaultException e) {
      throw HttpProblems.UNAVAILABLE.because(String.valueOf(e.getMessage()), Map.of());
    }
  }

  private static ProviderRequest requireBody(@Nullable ProviderRequest request) {
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("Send a JSON object.", Map.of());
    }
    return request;
  }

  private Provider require(String id) {
    return providers.find(id).orElseThrow(() -> noProvider(id));
  }

  private static ProblemException noProvider(String id) {
    return HttpProblems.NOT_FOUND.because("There is no provider %s.".formatted(id), Map.of());
  }

  private static ProviderModelsView.Model view(ProviderProbe.Model model) {
    return new ProviderModelsView.Model(
        model.id(), "model", model.created(), model.ownedBy(), model.contextWindow());
  }

  private static ProviderView view(Provider provider) {
    var settings = provider.configured();
    var health = provider.health();
    return new ProviderView(
        provider.id(),
        settings.name(),
        settings.type().wireName(),
        settings.endpoint(),
        provider.model(),
        settings.model(),
        provider.selectedModel(),
        selectionReason(provider),
        settings.description(),
        provider.hasKey(),
        provider.hasKey() ? Provider.keyId(provider.id()) : null,
        true,
        health.status().wireName(),
        health.lastProbeAt(),
        health.lastLatencyMs(),
        health.error(),
        health.failingSince(),
        health.nextProbeAt(),
        provider.effectiveContextWindow(),
        settings.streaming(),
        dollars(Math.max(settings.promptPrice(), settings.completionPrice())),
        dollars(settings.promptPrice()),
        dollars(settings.completionPrice()),
        provider.createdAt(),
        provider.updatedAt());
  }

  private static String selectionReason(Provider provider) {
    if (!provider.configured().model().isBlank()) {
      return "configured";
    }
    return provider.selectedModel().isBlank()
        ? "none yet: the provider has not listed its models"
        : "from the provider's list, as none is configured";
  }

  private static BigDecimal dollars(long micros) {
    var exact = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
