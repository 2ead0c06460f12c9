package io.loom.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Permission;
import io.loom.ground.http.Reach;
import io.loom.server.event.EventStreamHandler;
import io.loom.server.user.Role;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route, tried by everybody, on what is theirs, what is another's and what is not there.
///
/// To those who do not reach the other project its things are not there: the answers are the same,
/// and no list shows a trace of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class RouteTableTest {
  /// In the name of everything that belongs to the other project.
  private static final String MARKER = "zebra";

  private static final List<String> ROLES = List.of("nobody", "viewer", "user", "key", "admin");

  private record Answer(int status, String body) {
    boolean isGood() {
      return status / 100 == 2;
    }
  }

  /// The real routes of a resource: its method, path with templates, and permission.
  private record Template(String verb, String path, Permission permission) {
    boolean matches(Route route) {
      return verb.equals(route.method())
          && route.plainPath().matches(path.replaceAll("\\{[^}]*}", "[^/]+"));
    }

    long literals() {
      return Arrays.stream(path.split("/", -1)).filter(it -> !it.startsWith("{")).count();
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger number = new AtomicInteger();
  private RouteWorld world;

  @BeforeAll
  void start(@TempDir java.nio.file.Path folder) throws IOException {
    world = new RouteWorld(folder, RouteTableTest::caller);
  }

  @AfterAll
  void stop() {
    world.close();
    client.close();
  }

  /// A request says who makes it and where he is at home.
  private static Caller caller(Request request) {
    var who = request.getHeaders().get("X-Try").split(" ", 2);
    var reach = new Reach.Projects(Set.of(who[1]));
    return switch (who[0]) {
      case "viewer" -> new Caller("user-vi", "vi", Role.VIEWER.permissions(), reach);
      case "user" -> new Caller("user-ursula", "ursula", Role.USER.permissions(), reach);
      case "key" -> new Caller("user-robot", "robot", Set.of("beads:read"), reach);
      case "admin" -> Caller.LOCAL_ADMIN;
      default -> Caller.NOBODY;
    };
  }

  private static Set<String> permissions(String role) {
    return switch (role) {
      case "viewer" -> Role.VIEWER.permissions();
      case "user" -> Role.USER.permissions();
      case "key" -> Set.of("beads:read");
      case "admin" -> Set.of("*:*");
      default -> Set.of();
    };
  }

  @Test
  void everyRouteIsInTheTable() {
    var unused = new HashSet<>(templates());
    for (var route : Routes.all()) {
      if (!route.plainPath().equals("/api/v1/events/stream")) {
        var template =
            templates().stream()
                .filter(it -> it.matches(route))
                .max(Comparator.comparingLong(Template::literals));
        assertThat(template).as(route.toString()).isPresent();
        var permission = template.orElseThrow().permission();
        assertThat(permission.value()).as(route.toString()).isEqualTo(route.permission());
        assertThat(permission.orMaker()).as(route.toString()).isEqualTo(route.orMaker());
        unused.remove(template.orElseThrow());
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void everyResourceAndHandlerIsTried() {
    var server =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.loom.server");

    // Where everybody may read the metrics, it takes the place of the other.
    assertThat(
            server.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .filter(type -> !type.getSimpleName().equals("PublicMetricsResource")))
        .extracting(JavaClass::getName)
        .containsExactlyInAnyOrderElementsOf(
            world.resources.stream().map(it -> it.getClass().getName()).toList());
    assertThat(server.stream().filter(type -> type.isAssignableTo(Handler.class)))
        .extracting(JavaClass::getName)
        .containsExactly(EventStreamHandler.class.getName());
  }

  private List<Template> templates() {
    return world.resources.stream().flatMap(RouteTableTest::templates).toList();
  }

  private static Stream<Template> templates(Object resource) {
    var found = new ArrayList<Template>();
    for (var method : resource.getClass().getMethods()) {
      verb(method)
          .ifPresent(verb ->
              found.add(
                  new Template(
                      verb, path(resource, method), method.getAnnotation(Permission.class))));
    }
    return found.stream();
  }

  private static Optional<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(it -> it.annotationType().getAnnotation(HttpMethod.class))
        .filter(it -> it != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String path(Object resource, Method method) {
    var root = resource.getClass().getAnnotation(Path.class).value();
    var own = method.getAnnotation(Path.class);
    var path = own == null ? root : root + "/" + own.value();
    return path.replaceAll("/+", "/");
  }

  static Stream<Route> routes() {
    return Routes.all().stream();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void routeAnswersEverybodyAsHeMayKnow(Route route) throws Exception {
    for (var role : ROLES) {
      tryAs(role, route);
    }
  }

  private void tryAs(String role, Route route) throws Exception {
    int n = number.incrementAndGet();
    boolean mayUse = mayUse(role, route);
    var own = mayUse ? world.givenProject("horse" + n) : Things.none();
    var other = mayUse ? world.givenProject(MARKER + n) : Things.none();
    if (mayUse && route.kind() == Route.Kind.LIST) {
      world.tie(own, other);
    }
    var none = send(role, route, Things.none(), own);
    var ofOther = send(role, route, other, own);
    var ofOwn = send(role, route, own, own);

    for (var answer : List.of(none, ofOther, ofOwn)) {
      var as = "%s by %s: %s".formatted(route, role, answer);
      assertThat(answer.status()).as(as).isLessThan(500);
      if (!mayUse) {
        assertThat(answer.status()).as(as).isEqualTo(role.equals("nobody") ? 401 : 403);
      }
    }
    if (mayUse) {
      switch (route.kind()) {
        case OBJECT -> object(role, route, none, ofOther, ofOwn, other);
        case LIST -> list(role, route, List.of(none, ofOther, ofOwn));
        case GLOBAL -> {
          // That it does not fail, and whom it is for, is all there is to it.
        }
      }
    }
  }

  private static boolean mayUse(String role, Route route) {
    if (route.permission().equals(Permission.PUBLIC)) {
      return true;
    }
    if (role.equals("nobody")) {
      return false;
    }
    var caller = new Caller(role, role, permissions(role), Reach.EVERYTHING);
    return Set.of(Permission.SIGNED_IN, Permission.HELD_BACK).contains(route.permission())
        || caller.may(route.permission())
        || (!route.orMaker().isEmpty() && caller.may(route.orMaker()));
  }

  private static void object(
      String role, Route route, Answer none, Answer ofOther, Answer ofOwn, Things other) {
    assertThat(none.status()).as("%s by %s: %s", route, role, none).isEqualTo(route.missing());
    Integer expected = route.own().getOrDefault(role, route.own().get("*"));
    var mine = "%s by %s on his own: %s".formatted(route, role, ofOwn);
    if (expected == null) {
      assertThat(ofOwn.isGood()).as(mine).isTrue();
    } else if (!role.equals("admin") || !ofOwn.isGood()) {
      assertThat(ofOwn.status()).as(mine).isEqualTo(expected);
    }
    if (role.equals("admin")) {
      assertThat(ofOther.isGood() || Integer.valueOf(ofOther.status()).equals(expected))
          .as("%s by admin: %s", route, ofOther)
          .isTrue();
    } else {
      assertThat(ofOther.status()).as(route.toString()).isEqualTo(none.status());
      assertThat(other.without(ofOther.body()))
          .as("%s by %s", route, role)
          .isEqualTo(Things.none().without(none.body()));
    }
  }

  private static void list(String role, Route route, List<Answer> answers) {
    for (var answer : answers) {
      assertThat(answer.status()).as("%s by %s: %s", route, role, answer).isEqualTo(200);
      if (!role.equals("admin")) {
        assertThat(answer.body()).as("%s by %s", route, role).doesNotContain(MARKER);
      }
    }
    if (!route.path().contains("/system/") && !route.path().contains("q=")) {
      assertThat(answers.getLast().body()).as("%s by %s", route, role).contains("horse");
    }
  }

  private Answer send(String role, Route route, Things things, Things home) throws Exception {
    var project = home.id("project");
    var builder =
        HttpRequest.newBuilder(world.address.resolve(things.in(route.path(), home)))
            .header("Content-Type", "application/json")
            .header("X-Try", role + " " + project)
            .method(route.method(), body(route, things.in(route.body(), home)));
    var answer = send(builder.build());
    boolean isStream =
        answer.headers().firstValue("Content-Type").orElse("").equals("text/event-stream");
    try (var in = answer.body()) {
      return new Answer(
          answer.statusCode(),
          isStream
              ? upTo(project, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
              : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// A connection that the server closes at this very moment is not the matter of this test.
  private HttpResponse<InputStream> send(HttpRequest request) throws Exception {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException _) {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }
  }

  private static HttpRequest.BodyPublisher body(Route route, String text) {
    return text.isEmpty() || Set.of("GET", "DELETE").contains(route.method())
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(text);
  }

  /// A stream as far as the last bead of a project.
  private static String upTo(String project, BufferedReader stream) throws IOException {
    var read = new StringBuilder();
    boolean isLast = false;
    while (!isLast) {
      var line = stream.readLine();
      read.append(line).append('\n');
      isLast = line == null || (line.contains("tied by waits-for") && line.contains(project));
    }
    return read.toString();
  }
}
