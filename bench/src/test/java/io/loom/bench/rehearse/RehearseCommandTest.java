package io.loom.bench.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a process of its own, as `bin/loom` starts it.
class RehearseCommandTest {
  @TempDir private Path folder;

  @Test
  void runsUntilItIsTerminated() throws Exception {
    var portFile = folder.resolve("port");
    var log = folder.resolve("requests.jsonl");
    var process =
        command(
            script("otherwise: {content: Hello.}"),
            "--latency",
            "1ms",
            "--api-key",
            "sesame",
            "--port-file",
            portFile.toString(),
            "--log",
            log.toString());
    try (var output = reader(process)) {
      var address = output.readLine();
      assertThat(address).isEqualTo("http://127.0.0.1:" + Files.readString(portFile).strip());
      try (var client = new ModelClient(URI.create(address))) {
        var answer =
            client.complete(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}",
                "Authorization",
                "Bearer sesame");
        assertThat(answer.body()).contains("Hello.");
      }

      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(log)).contains("\"outcome\":\"answered\"").endsWith("}\n");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void badScriptIsNamedAndEndsIt() throws Exception {
    var process = command(script("rulez: []"));
    try (var output = reader(process)) {
      assertThat(output.readLine()).contains("play.yaml, line 1: unknown key 'rulez'");
      assertThat(process.waitFor()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void takenPortIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var process = command(script("otherwise: {content: x}"), "--port", port);
      try (var output = reader(process)) {
        assertThat(output.readLine()).contains("cannot run on port " + port);
        assertThat(process.waitFor()).isEqualTo(1);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void badLatencyIsAUsageError() throws Exception {
    var process = command(script("otherwise: {content: x}"), "--latency", "soon");
    try (var output = reader(process)) {
      assertThat(output.readLine()).contains("--latency: \"soon\" is not a length of time");
      assertThat(process.waitFor()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  private String script(String text) throws IOException {
    return Files.writeString(folder.resolve("play.yaml"), text + "\n").toString();
  }

  private static Process command(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.loom.bench.Main",
                "rehearse"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
