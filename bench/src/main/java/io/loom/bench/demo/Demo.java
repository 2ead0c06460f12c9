package io.loom.bench.demo;

import static io.loom.cli.screen.Words.count;

import io.loom.cli.screen.Screen;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;

/// The demo from an empty folder to the summary.
final class Demo {
  private static final String CHECK_FOLDER = "check";

  private final DemoPlace place;
  private final AnsweringModel model;
  private final DemoScreen screen;
  private final InstantSource clock;

  Demo(DemoPlace place, AnsweringModel model, DemoScreen screen, InstantSource clock) {
    this.place = place;
    this.model = model;
    this.screen = screen;
    this.clock = clock;
  }

  /// @param port 0 takes one that is free
  void run(int port) throws IOException, DemoFailure, InterruptedException {
    screen.heading("Loom demo: a repository with failing tests, three beads, and agents");
    screen.doing("looking for an earlier demo");
    if (stop(place)) {
      screen.done("earlier", "the server of an earlier demo was stopped, its folder is replaced");
    }
    place.replace();
    var repository = prepareRepository();
    var server = startServer(port);
    register(server, repository);

    screen.heading("Agents at work");
    var progress = new Progress(DemoRepository.work(place), model.failuresAllowed());
    try (var display = screen.display()) {
      new Watch(place, server, progress, display, clock).follow(model.limit());
    }
    conclude(server, repository, progress);
  }

  /// Ends what an earlier demo left running; says whether there was anything.
  static boolean stop(DemoPlace place) throws IOException, InterruptedException {
    boolean server = place.server().stop();
    boolean answering = place.model().stop();
    return server || answering;
  }

  private DemoRepository prepareRepository() throws IOException, DemoFailure, InterruptedException {
    var repository = DemoRepository.create(place);
    screen.done("repository", place.shown(repository.path()) + ", bare, with its first commit");
    var before = test(repository, "first");
    screen.done(
        "tests",
        "%s: %s in a clean clone"
            .formatted(ProjectTests.TEST, before.isGreen() ? "all green" : failing(before)));
    return repository;
  }

  private static String failing(ProjectTests.Report report) {
    return "%d of %s fail"
        .formatted(report.failed(), count(report.failed() + report.passed(), "test"));
  }

  private ProjectTests.Report test(DemoRepository repository, String name)
      throws IOException, DemoFailure, InterruptedException {
    screen.doing("running the tests");
    Path clone = place.folder().resolve("clone-" + name);
    repository.cloneTo(clone);
    try (var tests = ProjectTests.open(place.folder().resolve(CHECK_FOLDER))) {
      return tests.run("demo-" + name, clone);
    }
  }

  private DemoServer startServer(int port) throws IOException, DemoFailure, InterruptedException {
    long begin = System.nanoTime();
    screen.doing("starting Loom");
    var server = DemoServer.start(place, FreePort.choose(port));
    screen.done(
        "Loom",
        "%s, ready in %.1f s; SQLite, local weavers, all its files in %s"
            .formatted(
                server.address(), (System.nanoTime() - begin) / 1e9, place.shown(place.folder())));
    return server;
  }

  private void register(DemoServer server, DemoRepository repository)
      throws IOException, DemoFailure, InterruptedException {
    var registration = new Registration(server.client());
    switch (model) {
      case AnsweringModel.Scripted() -> {
        screen.doing("starting the scripted model");
        URI address = ModelProcess.start(place);
        registration.scripted(address);
        screen.done("model", "scripted, at %s: no vendor is called".formatted(address));
      }
      case AnsweringModel.Own own -> {
        screen.doing("asking %s for its models".formatted(own.url().getHost()));
        var asked = registration.own(own);
        screen.done("model", "%s at %s".formatted(asked, own.url().getHost()));
      }
    }
    registration.project(repository);
    screen.done(
        "project",
        "humanize; build: %s, test: %s".formatted(ProjectTests.BUILD, ProjectTests.TEST));
  }

  private void conclude(DemoServer server, DemoRepository repository, Progress progress)
      throws IOException, DemoFailure, InterruptedException {
    var summary = Summary.fetch(server.client(), progress);
    screen.heading(
        "All %s are closed, each with a commit".formatted(count(progress.beads().size(), "bead")));
    Screen table = screen.screen();
    summary.show(table);

    screen.heading("The commits, in git log of %s".formatted(place.shown(repository.path())));
    screen.text(repository.log(summary.commits()));

    screen.heading("In a clean clone: %s && %s".formatted(ProjectTests.BUILD, ProjectTests.TEST));
    var after = test(repository, "last");
    if (!after.isGreen()) {
      throw new DemoFailure(
          "The merged branch is not green: %s.".formatted(failing(after)), after.output());
    }
    screen.done("green", "%s pass, none fails".formatted(count(after.passed(), "test")));
    farewell(server);
  }

  private void farewell(DemoServer server) {
    screen.heading("What now");
    switch (model) {
      case AnsweringModel.Scripted() ->
          screen.text(
              """
              A scripted model answered: no vendor was called, and nothing was paid. The tokens are
              what its answers would count. With a model of your own:
                API_KEY=… PROVIDER_URL=https://api.example.com/v1 MODEL=… make demo
              """);
      case AnsweringModel.Own own -> screen.text("%s answered.".formatted(own.url().getHost()));
    }
    screen.text(
        """
        Loom still runs at %s. Look around:
          bin/loom --server-url %s bead list
        make demo-stop stops it (or: bin/loom demo --stop).
        """
            .formatted(server.address(), server.address()));
  }
}
