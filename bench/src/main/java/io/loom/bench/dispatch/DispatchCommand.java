package io.loom.bench.dispatch;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `loom bench dispatch`: how soon, and at what rate, beads that are ready get agents.
@Command(name = "dispatch", description = "Time from a ready bead to its lease; leases per second.")
final class DispatchCommand implements Callable<Integer> {
  private static final int BUSY_PROJECTS = 9;
  private static final int DONE_PERCENT = 20;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--beads",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many beads there are (default: ${DEFAULT-VALUE}).")
  private int beads;

  @Option(
      names = "--leases",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many leases the rate is taken over (default: ${DEFAULT-VALUE}).")
  private int leases;

  DispatchCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var report = new Report("loom bench dispatch", clock.instant());
    report.condition("beads", "%,d".formatted(beads));
    report.condition("agents", "%,d".formatted(options.agents));
    measureLatency(report);
    measureRate(report);
    report.print(options.output, spec.commandLine().getOut());
    return 0;
  }

  private void measureLatency(Report report) throws IOException, InterruptedException {
    int quietAgents = Math.max(1, options.agents / 10);
    int busyAgents = options.agents - quietAgents;
    try (var place = BenchPlace.open(options);
        var world = new BenchWorld(place, options.agents, clock)) {
      report.conditionsOf(place);
      var people = new Population(world);
      people.addProvider();
      var quiet =
          new BeadGraph(ReadyToLeased.PROJECT, options.seed)
              .pairs(ReadyToLeased.pairs(options.samples));
      people.addProject(ReadyToLeased.PROJECT, quietAgents);
      people.importBeads(ReadyToLeased.PROJECT, quiet);
      addBusy(people, busyAgents, beads - 2 * ReadyToLeased.pairs(options.samples), DONE_PERCENT);
      report.condition(
          "latency",
          "%,d agents at work in %d projects with backlogs, %,d idle in the project measured"
              .formatted(busyAgents, BUSY_PROJECTS, quietAgents));
      var measurement = new ReadyToLeased(world, quiet);
      world.startDispatch();
      measurement.awaitWorking(busyAgents);
      measurement.measure(options.samples).forEach(report::add);
    }
  }

  private void measureRate(Report report) throws IOException, InterruptedException {
    try (var place = BenchPlace.open(options);
        var world = new BenchWorld(place, options.agents, clock)) {
      var people = new Population(world);
      people.addProvider();
      addBusy(people, options.agents, beads, 0);
      report.add(new LeaseRate(world, leases).measure());
    }
  }

  private void addBusy(Population people, int agents, int count, int closedPercent) {
    for (int i = 0; i < BUSY_PROJECTS; i++) {
      var id = "busy" + i;
      people.addProject(id, share(agents, i));
      people.importBeads(
          id, new BeadGraph(id, options.seed).backlog(share(count, i), closedPercent));
    }
    people.settle();
  }

  private static int share(int all, int project) {
    return all / BUSY_PROJECTS + (project < all % BUSY_PROJECTS ? 1 : 0);
  }
}
