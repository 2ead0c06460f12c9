package io.loom.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.http.Json;
import io.loom.server.RestServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of a real repository over HTTP, friendly and hostile.
class FileResourceTest {
  private static final String FILES = "/api/v1/projects/demo/files/";
  private static final String PATCH =
      """
      diff --git a/src/App.txt b/src/App.txt
      --- a/src/App.txt
      +++ b/src/App.txt
      @@ -1,2 +1,2 @@
       one
      -two
      +TWO
      """;

  private final SourceWorld world;
  private final String first;

  FileResourceTest(@TempDir Path folder) throws IOException {
    world = new SourceWorld(folder);
    Files.createSymbolicLink(world.clone.resolve("inside"), Path.of("src/App.txt"));
    Files.createSymbolicLink(world.clone.resolve("outside"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(world.clone.resolve("up"), Path.of("../../data"));
    Files.createSymbolicLink(world.clone.resolve("code"), Path.of("src"));
    Files.write(world.clone.resolve("image.bin"), new byte[] {1, 0, 2});
    Files.write(world.clone.resolve("latin.txt"), new byte[] {'a', (byte) 0xe4});
    Files.write(
        world.clone.resolve("giant.txt"),
        "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8));
    first =
        world.remote.push(
            "first",
            Map.of("src/App.txt", "one\ntwo\n", "-x", "hyphen\n", "a b/ü.txt", "needle ü\n"));
    world.fetch();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void fileIsReadFromTheCommit() {
    var read = read("src/App.txt");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text("content")).isEqualTo("one\ntwo\n");
    assertThat(read.text("type")).isEqualTo("file");
    assertThat(read.body().path("size").asInt()).isEqualTo(8);
    assertThat(read.text("commit")).isEqualTo(first);
    assertThat(read("-x").text("content")).isEqualTo("hyphen\n");
    assertThat(read("./a b//ü.txt").text("content")).isEqualTo("needle ü\n");
  }

  @Test
  void binaryFilesAreToldApart() {
    var binary = read("image.bin");
    assertThat(binary.body().path("binary").asBoolean()).isTrue();
    assertThat(binary.text("encoding")).isEqualTo("base64");
    assertThat(binary.text("content")).isEqualTo("AQAC");
    assertThat(read("latin.txt").text("encoding")).isEqualTo("base64");
  }

  @Test
  void linksAreFollowedInsideTheCommitOnly() {
    assertThat(read("inside").text("content")).isEqualTo("one\ntwo\n");
    assertThat(read("inside").text("target")).isEqualTo("src/App.txt");
    assertThat(read("code/App.txt").text("content")).isEqualTo("one\ntwo\n");

    var outside = read("outside");
    assertThat(outside.text("type")).isEqualTo("symlink");
    assertThat(outside.text("content")).isEqualTo("/etc/passwd");
    assertThat(read("up").text("content")).isEqualTo("../../data");
    assertThat(read("up/mirrors").text("type")).isEqualTo("symlink");
    assertThat(read("up/mirrors").text("content")).doesNotContain("demo.git");
    assertThat(tree("path=up")).containsExactly("up");
    assertThat(tree("path=code")).containsExactly("code/App.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../data",
        "src/../../x",
        "/etc/passwd",
        ".git/config",
        "a/.GIT/x",
        "a\0b",
        "a\nb",
        ""
      })
  void pathOutOfBoundsIsRefused(String path) {
    assertThat(read(path).status()).isEqualTo(400);
    if (!path.isEmpty()) {
      assertThat(get("tree?path=" + SourceWorld.encoded(path)).status()).isEqualTo(400);
      assertThat(get("search?query=x&path=" + SourceWorld.encoded(path)).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "read?path=none,404,file-not-found",
    "read?path=src/App.txt/x,404,file-not-found",
    "read?path=src,400,invalid",
    "read?path=giant.txt,413,file-too-large",
    "read?path=src/App.txt&ref=none,404,reference-not-found",
    "read?path=src/App.txt&ref=--all,400,invalid",
    "read?path=src/App.txt&ref=main~1,400,invalid",
    "read?path=src/App.txt&ref=0000000,404,reference-not-found",
    "tree?path=none,404,file-not-found",
    "tree?max_depth=0,400,invalid",
    "tree?max_depth=99,400,invalid",
    "tree?limit=501,400,invalid",
    "tree?limit=-1,400,invalid",
    "tree?limit=x,400,invalid",
    "search,400,invalid",
    "search?query=a%0Ab,400,invalid",
    "search?query=a&limit=201,400,invalid",
    "search?query=a&path=none,404,file-not-found"
  })
  void wrongRequestIsRefused(String request, int status, String error) {
    var answer = get(request);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(error);
  }

  @Test
  void projectThatIsNotThereIsNotFound() {
    assertThat(world.http.get("/api/v1/projects/none/files/read?path=x").status()).isEqualTo(404);
    world.server.givenProject("fresh", "/nowhere");
    var fresh = world.http.get("/api/v1/projects/fresh/files/tree");
    assertThat(fresh.status()).isEqualTo(409);
    assertThat(fresh.text("error")).isEqualTo("repository-not-fetched");
  }

  @Test
  void treeIsLimitedInDepthAndNumber() {
    world.remote.push("deep", Map.of("d/e/f/g.txt", "g\n"));
    world.fetch();

    assertThat(tree("max_depth=1")).contains("src", "d", "-x", "outside").doesNotContain("d/e");
    assertThat(tree("max_depth=2")).contains("d/e", "src/App.txt").doesNotContain("d/e/f");
    assertThat(tree("limit=2")).hasSize(2);
    assertThat(tree("path=d&max_depth=9")).containsExactly("d/e", "d/e/f", "d/e/f/g.txt");
    var entry = get("tree?path=d").body().get(2);
    assertThat(entry.path("type").asText()).isEqualTo("file");
    assertThat(entry.path("depth").asInt()).isEqualTo(3);
    assertThat(entry.path("size").asInt()).isEqualTo(2);
    assertThat(tree("ref=" + first)).doesNotContain("d");
  }

  @Test
  void searchFindsPlainText() {
    var found = get("search?query=" + SourceWorld.encoded("needle ü")).body();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("path").asText()).isEqualTo("a b/ü.txt");
    assertThat(found.get(0).path("line").asInt()).isEqualTo(1);
    assertThat(get("search?query=t.o").body()).isEmpty();
    assertThat(get("search?query=--open-files-in-pager=sh").body()).isEmpty();
    assertThat(get("search?query=TWO").body()).isEmpty();
    assertThat(get("search?query=TWO&ignore_case=true&path=src").body().at("/0/path").asText())
        .isEqualTo("src/App.txt");
    assertThat(get("search?query=two&path=src/App.txt").body()).hasSize(1);
    var giant = get("search?query=xxx").body();
    assertThat(giant.at("/0/text").asText()).hasSize(500);
  }

  @Test
  void searchStopsAtItsLimit() {
    world.remote.push("many", Map.of("many.txt", "hit\n".repeat(1_000)));
    world.fetch();

    assertThat(get("search?query=hit").body()).hasSize(200);
    assertThat(get("search?query=hit&limit=3").body()).hasSize(3);
  }

  @Test
  void patchIsCommittedAsItsAuthorAndPushed() {
    var applied = patch(PATCH, "\"message\":\"Shout\"");
    assertThat(applied.body().path("applied").asBoolean()).isTrue();
    assertThat(applied.text("output")).contains("src/App.txt");
    assertThat(world.remote.git("rev-parse", "main")).isEqualTo(applied.text("commit"));
    assertThat(world.remote.git("log", "-1", "--format=%an <%ae>|%s", "main"))
        .isEqualTo("admin <user-admin@localhost>|Shout");
    assertThat(world.remote.git("show", "main:src/App.txt")).isEqualTo("one\nTWO");
    assertThat(read("src/App.txt").text("content")).isEqualTo("one\nTWO\n");

    var again = patch(PATCH, "\"message\":\"\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("applied").asBoolean()).isFalse();
    assertThat(again.text("output")).contains("patch does not apply");
    assertThat(again.body().has("commit")).isFalse();
  }

  @Test
  void patchMakesABranchThatIsNotThere() {
    var applied = patch(PATCH, "\"branch\":\"people/shout\"");
    assertThat(applied.text("branch")).isEqualTo("people/shout");
    assertThat(world.remote.git("rev-parse", "people/shout")).isEqualTo(applied.text("commit"));
    assertThat(world.remote.git("rev-parse", "main")).isEqualTo(first);
    assertThat(world.remote.git("log", "-1", "--format=%s", "people/shout"))
        .isEqualTo("Apply a patch");
  }

  @Test
  void patchesOfManyAtOnceAllArrive() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 4)
              .mapToObj(i -> threads.submit(() -> patch(newFile("n" + i, "100644", "x"), "")))
              .toList();
      for (var answer : answers) {
        var done = answer.get();
        assertThat(done.status()).isIn(200, 409);
      }
      long applied = 0;
      for (var answer : answers) {
        applied += answer.get().status() == 200 ? 1 : 0;
      }
      assertThat(world.remote.git("rev-list", "--count", "main")).isEqualTo("" + (1 + applied));
      assertThat(applied).isPositive();
    }
  }

  @Test
  void hostilePatchesAreRefused() {
    for (var patch :
        List.of(
            newFile("up-link", "120000", "../../etc"),
            newFile("abs-link", "120000", "/etc/passwd"),
            newFile("via", "120000", "up/x"),
            newFile("git-link", "120000", ".git/config"),
            newFile("module", "160000", "Subproject commit " + first),
            newFile(".gitmodules", "100644", "[submodule \"x\"]"))) {
      var refused = patch(patch, "");
      assertThat(refused.status()).as(patch).isEqualTo(400);
    }
    for (var path : List.of(".git/config", "../x", "a/../../x", ".GIT/hooks/x", "up/evil")) {
      var refused = patch(newFile(path, "100644", "x"), "");
      assertThat(refused.body().path("applied").asBoolean(true)).as(path).isFalse();
    }
    assertThat(patch("no patch at all", "").body().path("applied").asBoolean(true)).isFalse();
    assertThat(world.remote.git("rev-parse", "main")).isEqualTo(first);
    var inside = patch(newFile("fine", "120000", "src/App.txt"), "");
    assertThat(inside.body().path("applied").asBoolean()).isTrue();
  }

  @Test
  void wrongPatchRequestsAreRefused() {
    assertThat(post("{}").status()).isEqualTo(400);
    assertThat(post("null").status()).isEqualTo(400);
    assertThat(patch(PATCH, "\"branch\":\"--force\"").status()).isEqualTo(400);
    assertThat(patch("x".repeat((10 << 20) + 1), "").status()).isEqualTo(400);
    assertThat(patch(PATCH, "\"message\":\"%s\"".formatted("m".repeat(10_001))).status())
        .isEqualTo(400);
    assertThat(world.http.post("/api/v1/projects/none/files/patch", "{\"patch\":\"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void protectedAndBusyBranchesAreLeftAlone() {
    var lease = world.leases.take("demo", "main", "merger", Duration.ofHours(1)).orElseThrow();
    assertThat(patch(PATCH, "").text("error")).isEqualTo("branch-busy");
    world.leases.release(lease);
    world.server.database.change(handle ->
        handle.execute("UPDATE projects SET protected_branches = '[\"main\",\"release/*\"]'"));

    assertThat(patch(PATCH, "").text("error")).isEqualTo("branch-protected");
    assertThat(patch(PATCH, "\"branch\":\"release/1\"").status()).isEqualTo(409);
    assertThat(patch(PATCH, "\"branch\":\"release/1/x\"").status()).isEqualTo(200);
    assertThat(world.remote.git("rev-parse", "main")).isEqualTo(first);
  }

  private static String newFile(String path, String mode, String content) {
    return """
    diff --git a/%1$s b/%1$s
    new file mode %2$s
    --- /dev/null
    +++ b/%1$s
    @@ -0,0 +1 @@
    +%3$s
    \\ No newline at end of file
    """
        .formatted(path, mode, content);
  }

  private Answer patch(String patch, String more) {
    return post("{\"patch\":%s%s}".formatted(Json.write(patch), more.isEmpty() ? "" : "," + more));
  }

  private Answer post(String body) {
    return world.http.post(FILES + "patch", body);
  }

  private Answer read(String path) {
    return get("read?path=" + SourceWorld.encoded(path));
  }

  private List<String> tree(String query) {
    var answer = get("tree?" + query);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().valueStream().map(it -> it.path("path").asText()).toList();
  }

  private Answer get(String request) {
    return world.http.get(FILES + request);
  }
}
