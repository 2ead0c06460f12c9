package io.loom.ground.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// Refuses a request whose caller lacks the permission that its route declares.
final class PermissionFilter implements ContainerRequestFilter {
  @Context private @Nullable ResourceInfo route;

  @Override
  public void filter(ContainerRequestContext request) {
    if (route == null || route.getResourceMethod() == null) {
      return;
    }
    RequestScope.CURRENT.get().route(request.getUriInfo().getMatchedResourceTemplate());
    var permission = permissionOf(route.getResourceMethod());
    if (permission == null) {
      if (request.getMethod().equals(HttpMethod.OPTIONS)) {
        // Jersey's own answer, which names the methods of a path and nothing else.
        return;
      }
      throw new IllegalStateException("route without a permission: " + route.getResourceMethod());
    }
    var caller = Caller.current();
    boolean mayBeMaker = !permission.orMaker().isEmpty() && caller.may(permission.orMaker());
    Access.refusal(mayBeMaker ? permission.orMaker() : permission.value(), caller)
        .ifPresent(problem -> {
          throw problem;
        });
  }

  private static @Nullable Permission permissionOf(Method method) {
    return method.getAnnotation(Permission.class);
  }
}
