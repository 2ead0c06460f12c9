package io.loom.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.http.Caller;
import io.loom.server.RestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Base worktrees and history over HTTP, with a real repository.
class WorktreeResourceTest {
  private static final String GIT = "/api/v1/projects/git/";
  private static final String DEMO = "/api/v1/projects/demo/git/";

  private final SourceWorld world;
  private final String first;
  private final Path worktree;

  WorktreeResourceTest(@TempDir Path folder) {
    world = new SourceWorld(folder);
    first = world.remote.push("first", Map.of("a.txt", "1\n2\n3\n", "yarn.lock", "keep\n"));
    worktree = world.mirrors.worktree("demo");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void syncBringsTheBranch() throws IOException {
    assertThat(status().body().path("has_git").asBoolean()).isFalse();

    var synced = post("sync", "");
    assertThat(synced.status()).isEqualTo(200);
    assertThat(synced.body().path("success").asBoolean()).isTrue();
    assertThat(synced.text("commit")).isEqualTo(first);
    assertThat(worktree.resolve("a.txt")).hasContent("1\n2\n3\n");
    var status = status();
    assertThat(status.body().path("has_git").asBoolean()).isTrue();
    assertThat(status.text("work_dir")).isEqualTo(worktree.toString());
    assertThat(status.text("branch")).isEqualTo("main");
    assertThat(status.text("git_repo")).isEqualTo(world.remote.url());
    assertThat(status.text("last_commit_hash")).isEqualTo(first);
    assertThat(status.text("last_sync_at")).isNotEmpty();
    assertThat(status.text("git_auth_method")).isEqualTo("none");
    assertThat(status.body().path("changes")).isEmpty();

    var second = world.remote.push("second", Map.of("b.txt", "b\n"));
    assertThat(post("sync", "").text("commit")).isEqualTo(second);
    assertThat(post("sync", "").body().path("changed").asBoolean()).isFalse();
    assertThat(Files.readString(worktree.resolve("b.txt"))).isEqualTo("b\n");
  }

  @Test
  void changesAreCommittedAndPushed() throws IOException {
    post("sync", "");
    assertThat(commit("{\"message\":\"Nothing\"}").body().path("changed").asBoolean()).isFalse();
    Files.writeString(worktree.resolve("new.txt"), "new\n");
    Files.delete(worktree.resolve("a.txt"));
    assertThat(status().body().path("changes").toString())
        .contains("\"path\":\"a.txt\",\"status\":\"D\"", "\"path\":\"new.txt\",\"status\":\"A\"");

    var committed =
        commit(
            "{\"message\":\"Say `no` && $(yes)\",\"author_name\":\"Ada L\",\"author_email\":\"a@b.c\"}");
    assertThat(committed.body().path("changed").asBoolean()).isTrue();
    assertThat(committed.body().path("files").toString()).isEqualTo("[\"a.txt\",\"new.txt\"]");
    assertThat(world.remote.git("rev-parse", "main")).isEqualTo(first);
    assertThat(status().body().path("unpushed").asBoolean()).isTrue();

    var pushed = post("push", "");
    assertThat(pushed.status()).isEqualTo(200);
    assertThat(world.remote.git("rev-parse", "main")).isEqualTo(committed.text("commit"));
    assertThat(world.remote.git("log", "-1", "--format=%an <%ae> %s", "main"))
        .isEqualTo("Ada L <a@b.c> Say `no` && $(yes)");
    assertThat(post("push", "").body().path("changed").asBoolean()).isFalse();
    assertThat(status().body().path("unpushed").asBoolean()).isFalse();
  }

  @Test
  void syncKeepsWhatWasChangedHere() throws IOException {
    post("sync", "");
    Files.writeString(worktree.resolve("mine.txt"), "mine\n");
    commit("{\"message\":\"Mine\"}");
    Files.writeString(worktree.resolve("draft.txt"), "draft\n");
    var theirs = world.remote.push("theirs", Map.of("theirs.txt", "theirs\n"));

    assertThat(post("push", "").text("error")).isEqualTo("branch-moved");
    assertThat(post("sync", "").status()).isEqualTo(200);
    assertThat(worktree.resolve("theirs.txt")).hasContent("theirs");
    assertThat(worktree.resolve("draft.txt")).hasContent("draft");
    assertThat(status().body().path("changes")).hasSize(1);
    assertThat(post("push", "").status()).isEqualTo(200);
    assertThat(world.remote.git("rev-parse", "main~1")).isEqualTo(theirs);
    assertThat(world.remote.git("ls-tree", "--name-only", "main"))
        .isEqualTo("a.txt\nmine.txt\ntheirs.txt\nyarn.lock");
  }

  @Test
  void contradictionIsSaidAndNothingChanges() throws IOException {
    post("sync", "");
    Files.writeString(worktree.resolve("a.txt"), "1\nmine\n3\n");
    world.remote.push("theirs", Map.of("a.txt", "1\ntheirs\n3\n"));

    var refused = post("sync", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("error")).isEqualTo("sync-conflict");
    assertThat(refused.body().at("/paths/0").asText()).isEqualTo("a.txt");
    assertThat(worktree.resolve("a.txt")).hasContent("1\nmine\n3");
  }

  @Test
  void serversOwnRefreshLeavesChangesAlone() throws Exception {
    post("sync", "");
    Files.writeString(worktree.resolve("a.txt"), "changed\n");
    var second = world.remote.push("second", Map.of("b.txt", "b\n"));
    world.fetch();

    world.mirrors.refreshWorktree("demo", second);
    assertThat(worktree.resolve("a.txt")).hasContent("changed");
    assertThat(worktree.resolve("b.txt")).doesNotExist();
  }

  @Test
  void nothingInTheFolderSaysWhatGitDoes() throws IOException {
    post("sync", "");
    var proof = worktree.resolveSibling("ran");
    Files.writeString(worktree.resolve(".gitattributes"), "* filter=evil diff=evil\n");
    Files.delete(worktree.resolve(".git"));
    Files.createDirectories(worktree.resolve(".git/hooks"));
    Files.writeString(
        worktree.resolve(".git/config"),
        "[core]\n\tfsmonitor = touch %1$s\n[filter \"evil\"]\n\tclean = touch %1$s\n"
            .formatted(proof));

    var committed = commit("{\"message\":\"Attributes\"}");
    assertThat(committed.body().path("files").toString()).isEqualTo("[\".gitattributes\"]");
    assertThat(post("push", "").status()).isEqualTo(200);
    assertThat(proof).doesNotExist();
  }

  @Test
  void nobodyCommitsLinksThatLeadOut() throws IOException {
    post("sync", "");
    Files.createSymbolicLink(worktree.resolve("etc"), Path.of("/etc"));

    var refused = commit("{\"message\":\"Etc\"}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("message")).contains("etc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/message",
        "{\"message\":\" \"}|/message",
        "{\"message\":\"m\",\"author_name\":\"A\"}|/author_email",
        "{\"message\":\"m\",\"author_name\":\"<\",\"author_email\":\"a@b\"}|/author_name",
        "{\"message\":\"m\",\"author_name\":\"A\",\"author_email\":\"ab\"}|/author_email",
        "{\"message\":\"m\",\"author_name\":\"A\",\"author_email\":\"a@b>\"}|/author_email"
      })
  void wrongCommitIsRefused(String body, String pointer) {
    var refused = commit(body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void projectHasToBeThereAndFetched() {
    for (var verb : new String[] {"sync", "push"}) {
      assertThat(world.http.post(GIT + verb, "").status()).isEqualTo(400);
      assertThat(world.http.post(GIT + verb + "?project_id=none", "").status()).isEqualTo(404);
    }
    assertThat(world.http.get(GIT + "status").status()).isEqualTo(400);
    assertThat(world.http.get(GIT + "status?project_id=none").status()).isEqualTo(404);
    assertThat(commit("{\"message\":\"m\"}").text("error")).isEqualTo("repository-not-fetched");
    assertThat(post("push", "").text("error")).isEqualTo("repository-not-fetched");
    world.server.givenProject("gone", "file:///nowhere");
    var failed = world.http.post(GIT + "sync?project_id=gone", "");
    assertThat(failed.status()).isEqualTo(409);
    assertThat(failed.text("error")).isEqualTo("git-failed");
  }

  @Test
  void protectedBranchIsNotPushedTo() throws IOException {
    post("sync", "");
    Files.writeString(worktree.resolve("x"), "x\n");
    commit("{\"message\":\"X\"}");
    world.server.database.change(
        handle -> handle.execute("UPDATE projects SET git_strategy = 'branch-pr'"));

    assertThat(post("push", "").text("error")).isEqualTo("branch-protected");
    assertThat(world.http.get(DEMO + "branches").body().at("/0/is_protected").asBoolean()).isTrue();
  }

  @Test
  void historyIsShown() {
    var second = world.remote.push("Second\n\nWith a body", Map.of("b/c.txt", "c\n"));
    world.remote.git("branch", "side", first);
    post("sync", "");

    var log = world.http.get(DEMO + "log").body();
    assertThat(log).hasSize(2);
    assertThat(log.at("/0/sha").asText()).isEqualTo(second);
    assertThat(log.at("/0/subject").asText()).isEqualTo("Second");
    assertThat(log.at("/0/message").asText()).isEqualTo("Second\n\nWith a body");
    assertThat(log.at("/0/parents/0").asText()).isEqualTo(first);
    assertThat(log.at("/0/author_email").asText()).isEqualTo("test@example.org");
    assertThat(world.http.get(DEMO + "log?path=a.txt").body()).hasSize(1);
    assertThat(world.http.get(DEMO + "log?limit=1&skip=1").body().at("/0/sha").asText())
        .isEqualTo(first);
    assertThat(world.http.get(DEMO + "log?ref=side").body()).hasSize(1);

    var branches = world.http.get(DEMO + "branches").body();
    assertThat(branches.findValuesAsText("name")).containsExactlyInAnyOrder("main", "side");

    var commit = world.http.get(DEMO + "commits/" + second);
    assertThat(commit.body().at("/files/0/path").asText()).isEqualTo("b/c.txt");
    assertThat(commit.body().at("/files/0/additions").asInt()).isEqualTo(1);
    assertThat(commit.text("diff")).contains("+c");
    assertThat(world.http.get(DEMO + "commits/" + first).body().path("files")).hasSize(2);

    var diff = world.http.get(DEMO + "diff?from=side&to=main");
    assertThat(diff.text("base")).isEqualTo(first);
    assertThat(diff.body().at("/files/0/status").asText()).isEqualTo("A");
    assertThat(world.http.get(DEMO + "diff?from=side&path=a.txt").body().path("files")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "log?ref=--output=/tmp/x,400",
    "log?ref=none,404",
    "log?limit=0,400",
    "log?path=../x,400",
    "diff?from=HEAD%5E,400",
    "diff?from=none,404",
    "commits/--all,400",
    "commits/1234567,404",
    "commits/@,400"
  })
  void wrongQuestionAboutHistoryIsRefused(String request, int status) {
    post("sync", "");

    assertThat(world.http.get(DEMO + request).status()).isEqualTo(status);
  }

  @Test
  void foldersOfADeletedProjectGoWithIt() {
    post("sync", "");
    try (var _ = SourceFeature.startCleaning(world.server.projects, world.mirrors)) {
      assertThat(world.mirrors.has("demo")).isTrue();
      var _ = world.server.projects.deleteByForce(Caller.LOCAL_ADMIN, "demo");

      assertThat(world.mirrors.has("demo")).isFalse();
      assertThat(worktree).doesNotExist();
    }
  }

  @Test
  void whatAnEarlierServerLeftIsFound() throws IOException {
    post("sync", "");
    world.server.database.change(handle -> handle.execute("DELETE FROM projects"));

    try (var _ = SourceFeature.startCleaning(world.server.projects, world.mirrors)) {
      assertThat(world.mirrors.known()).isEmpty();
    }
  }

  private Answer status() {
    return world.http.get(GIT + "status?project_id=demo");
  }

  private Answer commit(String body) {
    return post("commit", body);
  }

  private Answer post(String verb, String body) {
    return world.http.post(GIT + verb + "?project_id=demo", body);
  }
}
