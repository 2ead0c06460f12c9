package io.loom.bench.dispatch;

import io.loom.ground.http.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests of somebody signed in, alone and while many others sign in.
final class SignIns {
  private static final int CLIENTS = 16;

  /// Each waits for a processor that hashes passwords, so more would take minutes.
  private static final int MOST_SAMPLES = 1_000;

  private static final String LOGIN = "{\"username\":\"admin\",\"password\":\"admin\"}";

  private final AuthBenchWorld world;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger signedIn = new AtomicInteger();
  private double seconds;

  SignIns(AuthBenchWorld world) {
    this.world = world;
  }

  /// @param logins at the least, while the others ask
  List<Timing> measure(int logins, int samples) throws IOException, InterruptedException {
    var token = Json.tree(login().body()).path("token").asText();
    ask(token, samples / 4);
    var alone = ask(token, samples);
    var crowded = new ArrayList<Long>();
    var ending = new AtomicBoolean();
    long start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var others = new ArrayList<Future<?>>();
      for (int i = 0; i < CLIENTS; i++) {
        others.add(threads.submit(() -> signInUntil(ending)));
      }
      while (signedIn.get() < logins || crowded.size() < Math.min(samples, MOST_SAMPLES)) {
        for (long nanos : ask(token, 10)) {
          crowded.add(nanos);
        }
      }
      seconds = (System.nanoTime() - start) / 1e9;
      ending.set(true);
      for (var other : others) {
        other.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the server did not answer", e.getCause());
    }
    return List.of(
        Timing.of("request of somebody signed in", alone, null),
        Timing.of(
            "the same while %d clients sign in".formatted(CLIENTS),
            crowded.stream().mapToLong(Long::longValue).toArray(),
            null));
  }

  Rate rate() {
    return new Rate("sign-ins meanwhile", signedIn.get(), signedIn.get() / seconds, null, null);
  }

  /// @return how many attempts were refused because too many waited
  private int signInUntil(AtomicBoolean ending) throws IOException, InterruptedException {
    int refused = 0;
    while (!ending.get()) {
      if (login().statusCode() == 200) {
        signedIn.incrementAndGet();
      } else {
        refused++;
      }
    }
    return refused;
  }

  private HttpResponse<String> login() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(world.uri().resolve("/api/v1/auth/login"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(LOGIN))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private long[] ask(String token, int count) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(world.uri().resolve("/api/v1/auth/me"))
            .header("Authorization", "Bearer " + token)
            .build();
    var nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      nanos[i] = System.nanoTime() - start;
      if (answer.statusCode() != 200) {
        throw new IOException("the server answered " + answer.statusCode());
      }
    }
    return nanos;
  }
}
