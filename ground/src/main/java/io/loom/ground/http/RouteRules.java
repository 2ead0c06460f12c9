package io.loom.ground.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What every route has to say of itself: who may use it, and what it answers.
public final class RouteRules {
  private RouteRules() {}

  /// The route methods of a resource that say too little, by name.
  public static List<String> violations(Class<?> resource) {
    return routes(resource)
        .filter(method -> !isDocumented(method))
        .map(method -> "%s.%s".formatted(resource.getSimpleName(), method.getName()))
        .sorted()
        .toList();
  }

  /// The route methods of a resource.
  public static Stream<Method> routes(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .filter(method ->
            Arrays.stream(method.getAnnotations())
                .anyMatch(it -> it.annotationType().isAnnotationPresent(HttpMethod.class)));
  }

  /// A type that may stand for anything says nothing of what is answered.
  private static boolean isDocumented(Method method) {
    boolean open =
        Response.class.isAssignableFrom(method.getReturnType())
            || StreamingOutput.class.isAssignableFrom(method.getReturnType());
    return method.isAnnotationPresent(Permission.class)
        && (!open || method.getAnnotationsByType(Answer.class).length > 0);
  }
}
