package io.loom.bench.dispatch;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `loom bench beads`: how long lists, searches and changes of beads take over HTTP.
@Command(name = "beads", description = "Time listing, searching and changing beads over HTTP.")
final class BeadsCommand implements Callable<Integer> {
  private static final int DONE_PERCENT = 20;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--beads",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,100000",
      description = "How many beads there are, one round each (default: ${DEFAULT-VALUE}).")
  private List<Integer> beads = List.of();

  @Option(
      names = "--clients",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,8",
      description = "How many ask at once, one round each (default: ${DEFAULT-VALUE}).")
  private List<Integer> clients = List.of();

  BeadsCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var report = new Report("loom bench beads", clock.instant());
    report.condition("agents", "%,d, all at work".formatted(options.agents));
    report.condition("pages", BeadRequests.PAGE + " beads");
    for (int count : beads) {
      measure(count, report);
    }
    report.print(options.output, spec.commandLine().getOut());
    return 0;
  }

  private void measure(int count, Report report) throws IOException, InterruptedException {
    try (var place = BenchPlace.open(options);
        var world = new BenchWorld(place, options.agents, clock)) {
      if (count == beads.getFirst()) {
        report.conditionsOf(place);
      }
      fill(world, count);
      try (var server = world.serve()) {
        var requests = new BeadRequests(server.uri(), world, count, options.seed);
        for (int at : clients) {
          requests.measure(at, options.samples).forEach(report::add);
        }
        requests.measureFloor(options.samples).forEach(report::add);
      }
    }
  }

  private void fill(BenchWorld world, int count) throws InterruptedException {
    var people = new Population(world);
    people.addProvider();
    for (int i = 0; i < BeadRequests.PROJECTS; i++) {
      var id = "project" + i;
      people.addProject(id, options.agents / BeadRequests.PROJECTS);
      people.importBeads(
          id, new BeadGraph(id, options.seed).backlog(count / BeadRequests.PROJECTS, DONE_PERCENT));
    }
    people.settle();
    var working =
        new CountDownLatch(options.agents / BeadRequests.PROJECTS * BeadRequests.PROJECTS);
    Lease.follow(world.tail(), _ -> working.countDown());
    world.startDispatch();
    working.await();
  }
}
