package io.loom.server.openapi;

import io.loom.ground.http.RouteRules;
import io.loom.server.LoomServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
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
    return RouteRules.routes(resource).sorted(Comparator.comparing(Method::getName));
  }
}
