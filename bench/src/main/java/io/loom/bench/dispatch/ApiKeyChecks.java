package io.loom.bench.dispatch;

import io.loom.base.Secret;
import io.loom.bench.dispatch.Timing.Bar;
import io.loom.server.apikey.NewApiKey;
import io.loom.server.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// How long it takes to find out what an API key is good for.
final class ApiKeyChecks {
  private static final Bar BAR = Bar.p99(0.1);
  private static final int MAKERS = 64;

  private final AuthBenchWorld world;
  private final Random random;

  ApiKeyChecks(AuthBenchWorld world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  List<Timing> measure(int count, int samples) throws InterruptedException {
    var made = make(count);
    var asked = random.ints(samples, 0, count).distinct().mapToObj(made::get).toList();
    check(make(Math.min(samples, 2_000)));
    var first = check(asked);
    var again = check(asked);
    return List.of(
        Timing.of("API key checked, from the database", first, null),
        Timing.of("API key checked", again, BAR));
  }

  private long[] check(List<Secret> keys) {
    var nanos = new long[keys.size()];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      var found = world.keys().find(keys.get(i));
      nanos[i] = System.nanoTime() - start;
      if (found.isEmpty()) {
        throw new IllegalStateException("a key that was made is not found");
      }
    }
    return nanos;
  }

  private List<Secret> make(int count) throws InterruptedException {
    var tasks = new ArrayList<Callable<List<Secret>>>();
    for (int maker = 0; maker < MAKERS; maker++) {
      int share = count / MAKERS + (maker < count % MAKERS ? 1 : 0);
      tasks.add(() -> makeOnThisThread(share));
    }
    var made = new ArrayList<Secret>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one : threads.invokeAll(tasks)) {
        made.addAll(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("keys could not be made", e.getCause());
    }
    return made;
  }

  private List<Secret> makeOnThisThread(int count) {
    var made = new ArrayList<Secret>();
    for (int i = 0; i < count; i++) {
      var wanted = new NewApiKey(User.FIRST_ID, "bench", Set.of("beads:read"), null);
      made.add(world.keys().create("user:admin", User.FIRST_ID, wanted).text());
    }
    return made;
  }
}
