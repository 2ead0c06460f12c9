package io.loom.server.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.action.ProjectCommands;
import io.loom.server.event.EventLog;
import io.loom.server.gate.FolderPlatform;
import io.loom.server.gate.Gate;
import io.loom.server.gate.WorkspaceSpecs;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.BranchLeases.Lease;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirror;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remote;
import io.loom.server.git.TestRepository;
import io.loom.weaver.Egress;
import io.loom.weaver.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The worker with real git on both sides and real gates.
class MergeWorkerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /// Red when a file says so.
  private static final String TEST_COMMAND = "! grep -rq BROKEN *.txt";

  /// Hears what the queue came to.
  private static final class Settled implements MergeListener {
    final List<String> merged = new ArrayList<>();
    final List<String> rejected = new ArrayList<>();
    final List<String> tips = new ArrayList<>();

    @Override
    public void merged(Handle transaction, Merge merge, String commit) {
      merged.add(commit);
    }

    @Override
    public void rejected(Handle transaction, Merge merge, String tip, String text) {
      tips.add(tip);
      rejected.add(text);
    }

    @Override
    public boolean returned(Handle transaction, Merge merge, String head, String text) {
      throw new AssertionError("the queue asks nobody");
    }

    @Override
    public void declined(Handle transaction, Merge merge, String text) {
      throw new AssertionError("the queue asks nobody");
    }
  }

  private final MutableClock clock = new MutableClock(NOON);
  private final Settled settled = new Settled();
  private final TestRepository remote;
  private final Database database;
  private final MergeService merges;
  private final BranchLeases leases;
  private final Mirrors mirrors;
  private final FolderPlatform platform;
  private final MergeWorker worker;
  private final String base;
  private final Lease lease;

  MergeWorkerTest(@TempDir Path folder) throws Exception {
    remote = TestRepository.create(folder);
    base = remote.push("first", Map.of("a.txt", "one\n", ".beads/issues.jsonl", ""));
    database = DatabaseKind.SQLITE.fresh("db/server");
    var events = new EventLog(clock, new Ids(clock), database.dialect());
    merges = MergeFeature.create(database, events, clock).service();
    leases = new BranchLeases(database, clock);
    var git = new GitConfig(folder.resolve("git"), Duration.ofSeconds(30), "Loom", "loom@x");
    mirrors = new Mirrors(git);
    platform = new FolderPlatform(Files.createDirectories(folder.resolve("outputs")));
    var specs = new WorkspaceSpecs(folder.resolve("data"), mirrors, Limits.DEFAULT, List.of(), git);
    var gate = new Gate(platform, specs, mirrors, Duration.ofMinutes(1), 2);
    var commands = new ProjectCommands("", TEST_COMMAND, "");
    var target = new MergeTarget(Remote.open(remote.url()), ".beads", commands, new Egress.None());
    worker = new MergeWorker(merges, _ -> target, mirrors, gate, git, settled);
    mirror().fetch(Remote.open(remote.url()));
    lease = leases.take("demo", "main", "server", Duration.ofMinutes(1)).orElseThrow();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void resultOnTheTipIsPushedAsItIs() throws Exception {
    var result = change("b.txt", "two\n");

    assertThat(worker.work(queue(result), lease)).isTrue();

    assertThat(tip()).isEqualTo(result);
    assertThat(settled.merged).containsExactly(result);
    assertThat(platform.commands()).isEmpty();
    assertThat(queued()).isEmpty();
  }

  @Test
  void resultIsProvedAgainWhenTheBranchMoved() throws Exception {
    var result = change("b.txt", "two\n");
    var theirs = remote.push("theirs", Map.of("c.txt", "three\n"));

    assertThat(worker.work(queue(result), lease)).isTrue();

    assertThat(platform.commands()).containsExactly(TEST_COMMAND);
    assertThat(remote.git("rev-parse", "main^")).isEqualTo(theirs);
    assertThat(remote.git("log", "-1", "--format=%B", "main").strip())
        .isEqualTo("Change b.txt\n\nBead: demo-1");
    assertThat(remote.git("ls-tree", "--name-only", "main").lines())
        .containsExactly(".beads", "a.txt", "b.txt", "c.txt");
    assertThat(settled.merged).containsExactly(tip());
  }

  @Test
  void beadsThatMovedNeedNoProof() throws Exception {
    var result = change("b.txt", "two\n");
    var beads = remote.push("beads", Map.of(".beads/issues.jsonl", "{\"id\":\"demo-1\"}\n"));

    assertThat(worker.work(queue(result), lease)).isTrue();

    assertThat(platform.commands()).isEmpty();
    assertThat(remote.git("rev-parse", "main^")).isEqualTo(beads);
  }

  @Test
  void conflictGoesBackWithItsPaths() throws Exception {
    var result = change("a.txt", "ours\n");
    var theirs = remote.push("theirs", Map.of("a.txt", "theirs\n"));

    assertThat(worker.work(queue(result), lease)).isTrue();

    assertThat(settled.rejected)
        .singleElement()
        .isEqualTo("It conflicts with what was merged meanwhile, in a.txt.");
    assertThat(settled.tips).containsExactly(theirs);
    assertThat(tip()).isEqualTo(theirs);
    assertThat(queued()).isEmpty();
  }

  @Test
  void resultThatIsRedTogetherGoesBack() throws Exception {
    var result = change("b.txt", "two\n");
    var theirs = remote.push("theirs", Map.of("c.txt", "BROKEN\n"));

    assertThat(worker.work(queue(result), lease)).isTrue();

    assertThat(settled.rejected)
        .singleElement()
        .asString()
        .contains("the gate is red", TEST_COMMAND);
    assertThat(tip()).isEqualTo(theirs);
  }

  @Test
  void refusedPushStaysInTheQueueWithItsReason() throws Exception {
    remote.git("config", "receive.hideRefs", "refs/heads/main");
    var result = change("b.txt", "two\n");

    assertThat(worker.work(queue(result), lease)).isFalse();

    assertThat(queued())
        .singleElement()
        .satisfies(merge -> {
          assertThat(merge.candidate()).isEqualTo(result);
          assertThat(merge.detail()).startsWith("The push was refused: ");
        });
    remote.git("config", "--unset", "receive.hideRefs");
    assertThat(worker.work(queued().getFirst(), lease)).isTrue();
    assertThat(tip()).isEqualTo(result);
  }

  @Test
  void gateThatCannotRunLeavesTheResultInTheQueue() throws Exception {
    var result = change("b.txt", "two\n");
    var theirs = remote.push("theirs", Map.of("c.txt", "three\n"));
    platform.breakDown();

    assertThat(worker.work(queue(result), lease)).isFalse();

    assertThat(queued())
        .singleElement()
        .extracting(Merge::detail)
        .asString()
        .contains("no weavers");
    assertThat(tip()).isEqualTo(theirs);
  }

  @Test
  void pushThatACrashLeftUnsettledIsNotDoneTwice() throws Exception {
    var result = change("b.txt", "two\n");
    remote.push("theirs", Map.of("c.txt", "three\n"));
    var merge = queue(result);
    mirror().fetch(Remote.open(remote.url()));
    var candidate = rebasedOntoTheTip(result);
    assertThat(merges.storeCandidate(merge, lease, candidate)).isTrue();
    mirror().push(Remote.open(remote.url()), candidate, "main");
    var later = remote.push("later", Map.of("d.txt", "four\n"));

    assertThat(worker.work(queued().getFirst(), lease)).isTrue();

    assertThat(settled.merged).containsExactly(candidate);
    assertThat(tip()).isEqualTo(later);
    assertThat(platform.commands()).isEmpty();
  }

  @Test
  void changeThatIsThereAlreadyIsDone() throws Exception {
    var result = change("b.txt", "two\n");
    var theirs = remote.push("the same", Map.of("b.txt", "two\n"));

    assertThat(worker.work(queue(result), lease)).isTrue();

    assertThat(settled.merged).containsExactly(theirs);
    assertThat(tip()).isEqualTo(theirs);
  }

  @Test
  void ownerThatLostTheBranchSettlesNothing() throws Exception {
    var merge = queue(change("b.txt", "two\n"));
    clock.advance(Duration.ofMinutes(1));
    assertThat(leases.take("demo", "main", "other", Duration.ofMinutes(1))).isPresent();

    assertThat(worker.work(merge, lease)).isFalse();

    assertThat(settled.merged).isEmpty();
    assertThat(queued()).hasSize(1);
    assertThat(tip()).isEqualTo(base);
  }

  @Test
  void unreachableRemoteIsTheReason() throws Exception {
    var merge = queue(change("b.txt", "two\n"));
    Files.move(remote.bare(), remote.bare().resolveSibling("gone.git"));

    assertThat(worker.work(merge, lease)).isFalse();

    assertThat(queued()).singleElement().extracting(Merge::detail).asString().contains("git fetch");
  }

  private Mirror mirror() {
    return mirrors.of("demo");
  }

  private String tip() {
    return remote.git("rev-parse", "main");
  }

  private List<Merge> queued() {
    return merges.queued(new MergeRepository.Queue("demo", "main"));
  }

  /// A result of a run: one commit on the base, in the mirror only.
  private String change(String path, String content) throws Exception {
    return commit(
        mirror().treeWith(base, path, content.getBytes(StandardCharsets.UTF_8)),
        base,
        "Change " + path + "\n\nBead: demo-1\n");
  }

  private String rebasedOntoTheTip(String result) throws Exception {
    var tree = mirror().treeWith(tip(), "b.txt", "two\n".getBytes(StandardCharsets.UTF_8));
    return commit(tree, tip(), mirror().message(result) + "\n");
  }

  private String commit(String tree, String parent, String message) throws Exception {
    return mirror()
        .commit(new CommitRequest(tree, List.of(parent), message, "Loom", "loom@x", NOON));
  }

  private Merge queue(String result) {
    var merge =
        new Merge(
            "run-1-1", "demo", "main", "run-1", 1, "demo-1", base, result, null, true, null, NOON);
    database.change(handle -> merges.queue(handle, "agent:one", merge));
    return merge;
  }
}
