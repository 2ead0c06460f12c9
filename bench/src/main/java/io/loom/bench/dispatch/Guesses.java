package io.loom.bench.dispatch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// What somebody who guesses could tell from the time that a refusal takes: the same number of
/// wrong passwords for a user who is there and for users who are not, in turn. Time leaps between
/// them, so that nobody has to wait for having guessed wrong.
final class Guesses {
  private static final int WARM_UP = 20;

  private final URI login;
  private final LeapingClock clock;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Guesses(AuthBenchWorld world, LeapingClock clock) {
    this.login = world.uri().resolve("/api/v1/auth/login");
    this.clock = clock;
  }

  /// @param count of guesses of each kind
  List<Timing> measure(int count) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      var _ = guess("admin");
      var _ = guess("warm-up-" + i);
    }
    var known = new long[count];
    var unknown = new long[count];
    for (int i = 0; i < count; i++) {
      known[i] = guess("admin");
      unknown[i] = guess("nobody-" + i);
    }
    return List.of(
        Timing.of("wrong password, known user", known, null),
        Timing.of("wrong password, unknown user", unknown, null));
  }

  private long guess(String user) throws IOException, InterruptedException {
    clock.leap(Duration.ofDays(1));
    var body = "{\"username\":\"%s\",\"password\":\"a guess\"}".formatted(user);
    var request =
        HttpRequest.newBuilder(login)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    long start = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofByteArray());
    long nanos = System.nanoTime() - start;
    if (answer.statusCode() != 401) {
      throw new IOException("the server answered a wrong password with " + answer.statusCode());
    }
    return nanos;
  }
}
