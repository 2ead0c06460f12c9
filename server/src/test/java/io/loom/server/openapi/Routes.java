package io.loom.server.openapi;

import io.loom.ground.http.Answer;
import io.loom.ground.http.Permission;
import io.loom.server.LoomServer;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The resources of the server, found in what was compiled.
final class Routes {
  private Routes() {}

  /// Those that are served by default, in the order of their names.
  static Set<Class<?>> resources() throws IOException, URISyntaxException {
    var classes =
        Path.of(LoomServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith("Resource.class"))
          .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
          .filter(name -> !name.contains(".Public"))
          .sorted()
          .map(Routes::load)
          .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Routes.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Method> methods(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .filter(Routes::isRoute)
        .sorted(Comparator.comparing(Method::getName));
  }

  private static boolean isRoute(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(it -> it.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  /// Routes that do not say who may use them, or what they answer.
  static List<String> undocumented() throws IOException, URISyntaxException {
    return resources().stream()
        .flatMap(Routes::methods)
        .filter(method -> !isDocumented(method))
        .map(method ->
            "%s.%s".formatted(method.getDeclaringClass().getSimpleName(), method.getName()))
        .toList();
  }

  private static boolean isDocumented(Method method) {
    boolean open =
        Response.class.isAssignableFrom(method.getReturnType())
            || StreamingOutput.class.isAssignableFrom(method.getReturnType());
    return method.isAnnotationPresent(Permission.class)
        && (!open || method.isAnnotationPresent(Answer.class));
  }
}
