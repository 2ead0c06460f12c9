package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.LoomClient;
import java.time.Duration;
import java.util.List;

/// Signs in by a browser: shows a code, and waits until a person has entered it there.
final class DeviceLogin {
  private static final ApiPath DEVICE = ApiPath.of("auth", "device");

  private final LoomClient client;
  private final Session session;

  DeviceLogin(LoomClient client, Session session) {
    this.client = client;
    this.session = session;
  }

  /// The answer that has the token.
  JsonNode run() {
    var started = client.post(DEVICE.below("start"), Json.object());
    session.notice("Open %s".formatted(text(started, "verification_url")));
    session.notice("and enter  %s".formatted(text(started, "user_code")));
    session.notice("Waiting; Ctrl-C ends it.");
    var code = Json.object().put("device_code", text(started, "device_code"));
    var interval = Duration.ofSeconds(started.path("interval").asLong(1));
    long end =
        System.nanoTime() + Duration.ofSeconds(started.path("expires_in").asLong()).toNanos();
    while (true) {
      pause(interval);
      var answer = poll(code, end);
      switch (text(answer, "status")) {
        case "completed" -> {
          return answer;
        }
        case "denied" -> throw refused("The sign-in was refused in the browser.");
        case "expired" -> throw refused("Nobody entered the code in time. Try again: loom login");
        default -> {
          // It is pending, or something that only a newer server says.
        }
      }
    }
  }

  /// A server that is away or busy for a moment ends nothing, as long as the code is good.
  private JsonNode poll(JsonNode code, long end) {
    try {
      return client.post(DEVICE.below("poll"), code);
    } catch (Failure e) {
      if (e.mayPass() && System.nanoTime() < end) {
        return Json.object();
      }
      throw e;
    }
  }

  private static Failure refused(String sentence) {
    return Failure.refused(0, List.of(sentence));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failure.notReached("The sign-in was interrupted.");
    }
  }
}
