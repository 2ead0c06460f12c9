package io.loom.server.pullrequest;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.action.ProjectCommands;
import io.loom.server.bead.Bead;
import io.loom.server.forge.FakeGithub;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirror;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remote;
import io.loom.server.git.TestRepository;
import io.loom.server.merge.Merge;
import io.loom.server.merge.MergeListener;
import io.loom.server.merge.MergeTarget;
import io.loom.server.reach.Actor;
import io.loom.weaver.Egress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// A project on a forge, with one bead whose result goes through a pull request.
final class PullRequestWorld implements AutoCloseable {
  static final Actor ADA = ServerWorld.ADA;
  static final String RUN = "run-1";
  private static final Duration LEASE = Duration.ofMinutes(2);

  /// Hears what became of results.
  static final class Runs implements MergeListener {
    final List<String> merged = new ArrayList<>();
    final List<String> heads = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    final List<String> declined = new ArrayList<>();
    boolean busy;

    @Override
    public void merged(Handle transaction, Merge merge, String commit) {
      merged.add(commit);
    }

    @Override
    public void rejected(Handle transaction, Merge merge, String tip, String text) {
      throw new AssertionError("only the queue rejects");
    }

    @Override
    public boolean returned(Handle transaction, Merge merge, String head, String text) {
      if (!busy) {
        heads.add(head);
        said.add(text);
      }
      return !busy;
    }

    @Override
    public void declined(Handle transaction, Merge merge, String text) {
      declined.add(text);
    }
  }

  final ServerWorld server;
  final TestRepository remote;
  final FakeGithub forge;
  final Runs runs = new Runs();
  final String base;
  final Bead bead;
  final PullRequestControl control;
  private final PullRequestRepository pulls = new PullRequestRepository();
  private final Mirrors mirrors;
  private final PullRequestWorker worker;

  PullRequestWorld(DatabaseKind kind, Path folder) throws GitException {
    server = new ServerWorld(kind, folder);
    remote = TestRepository.create(folder);
    base = remote.push("first", Map.of("a.txt", "one\n"));
    forge = new FakeGithub(remote);
    server.givenProject("demo", remote.url());
    server.givenForge("demo", forge.url(), "octo/hello", FakeGithub.TOKEN);
    bead = server.givenBead("demo", "Make b");
    var git = new GitConfig(folder.resolve("git"), Duration.ofSeconds(30), "Loom", "loom@x");
    mirrors = new Mirrors(git);
    mirror().fetch(Remote.open(remote.url()));
    var commands = new ProjectCommands("", "", "");
    var target = new MergeTarget(Remote.open(remote.url()), ".beads", commands, new Egress.None());
    var tools =
        new PullRequestTools(
            service(),
            server.projects,
            server.beads,
            server.forges,
            _ -> target,
            mirrors,
            git,
            new Waiting(runs),
            server.clock);
    worker = new PullRequestWorker(tools, Duration.ofMinutes(1));
    control = new PullRequestControl(service(), server.projects, server.forges);
  }

  PullRequestService service() {
    return server.pullRequests.service();
  }

  Mirror mirror() {
    return mirrors.of("demo");
  }

  /// A commit on the base that sets one file, as a run makes it.
  String change(String path, String content) throws GitException {
    return changeOn(base, path, content);
  }

  String changeOn(String parent, String path, String content) throws GitException {
    mirror().fetch(Remote.open(remote.url()));
    var tree = mirror().treeWith(parent, path, content.getBytes(StandardCharsets.UTF_8));
    return mirror()
        .commit(
            new CommitRequest(
                tree, List.of(parent), "Change " + path, "Loom", "loom@x", ServerWorld.NOON));
  }

  void queue(String commit) {
    queueAgain(commit, base, 1);
  }

  /// @param step of the run, another one for each result
  void queueAgain(String commit, String testedBase, int step) {
    var merge =
        new Merge(
            RUN + "-" + step,
            "demo",
            "main",
            RUN,
            step,
            bead.id(),
            testedBase,
            commit,
            null,
            true,
            null,
            server.clock.instant());
    server.database.change(handle -> {
      if (!service().take(handle, "agent:one", merge)) {
        throw new AssertionError("not taken");
      }
    });
  }

  PullRequest take() {
    return server
        .database
        .write(handle ->
            pulls.listDue(handle, server.clock.instant(), 10).stream()
                .flatMap(
                    id -> pulls.take(handle, id, "server", server.clock.instant(), LEASE).stream())
                .findFirst())
        .orElseThrow(() -> new AssertionError("nothing is due: " + all()));
  }

  boolean isDue() {
    return !server
        .database
        .read(handle -> pulls.listDue(handle, server.clock.instant(), 10))
        .isEmpty();
  }

  /// What the loop does with one that is due.
  PullRequest work() throws InterruptedException {
    var pull = take();
    var next = worker.work(pull);
    server.database.change(handle -> {
      var _ = pulls.release(handle, pull, next);
    });
    return find(pull.id());
  }

  /// The next look at it.
  PullRequest look() throws InterruptedException {
    laterBy(Duration.ofMinutes(2));
    return work();
  }

  void laterBy(Duration time) {
    server.clock.advance(time);
  }

  void forgetThatItWasOpened() {
    server.database.change(handle ->
        handle.execute(
            """
            UPDATE pull_requests
            SET state = 'queued', number = NULL, url = NULL, head = NULL, next_look_ms = 1
            """));
  }

  PullRequest find(String id) {
    return service().find(ADA, id).orElseThrow();
  }

  List<PullRequest> all() {
    return service().list(ADA, "demo", false, 10).orElseThrow();
  }

  String branchHead() {
    return remote.git("rev-parse", PullRequest.branchOf(bead.id()));
  }

  /// Why the bead waits.
  @Nullable String held() {
    return server.bead(bead.id()).hold();
  }

  /// Somebody else pushes a file to the branch of the pull request.
  String pushToBranch(String path) throws GitException {
    var commit = changeOn(branchHead(), path, "theirs\n");
    var _ = mirror().push(Remote.open(remote.url()), commit, PullRequest.branchOf(bead.id()));
    return commit;
  }

  @Override
  public void close() {
    forge.close();
    server.close();
  }
}
