package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.loom.weaver.Egress;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a weaver with an allow-list reaches, with a server on loopback in the part of the internet.
class EgressTest {
  /// Asks the proxy by hand: once for a tunnel and through it for a page, once for the page itself.
  private static final String ASK =
      """
      const net = require('net');
      const [kind, host] = process.argv.slice(2);
      const socket = net.connect(3128, '127.0.0.1');
      socket.on('data', bytes => process.stdout.write(bytes));
      socket.on('error', e => console.log(e.code));
      const get = path => 'GET ' + path + ' HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n';
      if (kind === 'tunnel') {
        socket.write('CONNECT ' + host + ' HTTP/1.1\\r\\nHost: ' + host + '\\r\\n\\r\\n');
        socket.once('data', () => socket.write(get('/page?a=b')));
      } else {
        socket.write(get('http://' + host + '/page?a=b'));
      }
      """;

  @TempDir private Path temporary;
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var page = "page of " + exchange.getRequestURI();
          exchange.sendResponseHeaders(200, page.length());
          exchange.getResponseBody().write(page.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private String allowed() {
    return "localhost:" + server.getAddress().getPort();
  }

  @Test
  void allowedHostIsReachedThroughTheProxyOnly() throws Exception {
    try (var platform = open(_ -> true)) {
      create(platform, allowed());

      assertThat(ask(platform, "tunnel", allowed())).contains("page of /page?a=b");
      assertThat(ask(platform, "plain", allowed())).contains("page of /page?a=b");
      assertThat(shell(platform, "curl -s --noproxy '*' http://" + allowed()).succeeded())
          .isFalse();
      platform.delete("w1");
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void ordinaryToolsFindTheProxy() throws Exception {
    try (var platform = open(_ -> true)) {
      create(platform, allowed());
      var program =
          """
          import java.net.*;
          void main(String[] arguments) throws Exception {
            try (var page = URI.create(arguments[0]).toURL().openStream()) {
              System.out.write(page.readAllBytes());
              System.out.flush();
            }
          }
          """;
      platform.write("w1", "Page.java", program.getBytes(UTF_8));

      // By itself, Java asks for localhost without a proxy.
      var command = "java -Dhttp.nonProxyHosts= Page.java http://%s/x".formatted(allowed());
      assertThat(text(shell(platform, command))).contains("page of /x");
      platform.delete("w1");
    }
  }

  @Test
  void otherHostsAreRefusedByName() throws Exception {
    try (var platform = open(_ -> true)) {
      create(platform, allowed());

      assertThat(ask(platform, "tunnel", "evil.example:443"))
          .contains("403", "evil.example:443 is not on this weaver's allow-list")
          .contains(allowed());
      assertThat(ask(platform, "plain", "localhost:1")).contains("403");
      assertThat(refused).hasSize(2).first().asString().startsWith("w1 evil.example:443");
      platform.delete("w1");
    }
  }

  @Test
  void privateAddressesAreRefusedWhateverTheListSays() throws Exception {
    try (var platform = open(AddressPolicy.PUBLIC)) {
      int port = server.getAddress().getPort();
      create(
          platform,
          allowed(),
          "127.0.0.1:" + port,
          "169.254.169.254",
          "[::1]:" + port,
          "2130706433:" + port);

      for (var host :
          List.of(allowed(), "127.0.0.1:" + port, "169.254.169.254:80", "[::1]:" + port)) {
        assertThat(ask(platform, "tunnel", host)).as(host).contains("403", "public addresses only");
      }
      assertThat(ask(platform, "tunnel", "2130706433:" + port)).contains("403");
      assertThat(refused).hasSize(5);
      platform.delete("w1");
    }
  }

  @Test
  void weaverWithoutAListHasNoProxy() throws Exception {
    try (var platform = open(_ -> true)) {
      platform.create(spec(new Egress.None()));

      assertThat(ask(platform, "plain", allowed())).contains("ECONNREFUSED");
      assertThat(text(shell(platform, "env; ls /run"))).doesNotContainIgnoringCase("proxy");
      platform.delete("w1");
    }
  }

  @Test
  void listThatMakesNoSenseIsRefused() throws Exception {
    try (var platform = open(_ -> true)) {
      for (var entry : List.of("*", "http://x", "a b:c", "x.*.com", "")) {
        assertThatThrownBy(() -> create(platform, entry))
            .as(entry)
            .isInstanceOf(WeaverException.class)
            .hasMessageContaining("allow-list");
      }
    }
  }

  private LocalPlatform open(AddressPolicy addresses) throws IOException {
    var config =
        new LocalConfig(
            temporary.resolve("root"),
            List.of(),
            Isolation.UNSHARE,
            LimitEnforcement.WHERE_POSSIBLE);
    return LocalPlatform.open(
        config,
        (weaver, host, reason) -> refused.add(weaver + " " + host + " " + reason),
        addresses);
  }

  private void create(LocalPlatform platform, String... hosts) throws Exception {
    platform.create(spec(new Egress.AllowList(List.of(hosts))));
    platform.write("w1", "ask.js", ASK.getBytes(UTF_8));
  }

  private WeaverSpec spec(Egress egress) throws IOException {
    var workspace = Files.createDirectories(temporary.resolve("workspace"));
    Files.writeString(workspace.resolve("ask.js"), ASK);
    return new WeaverSpec(
        "w1", "", workspace, List.of(), Map.of(), Map.of(), egress, Limits.DEFAULT);
  }

  private static String ask(LocalPlatform platform, String kind, String host) throws Exception {
    return text(shell(platform, "node ask.js %s '%s'".formatted(kind, host)));
  }

  private static ExecResult shell(LocalPlatform platform, String commandLine) throws Exception {
    return platform.exec("w1", ExecRequest.shell(Limits.DEFAULT, commandLine));
  }

  private static String text(ExecResult result) {
    return new String(result.stdout(), UTF_8) + new String(result.stderr(), UTF_8);
  }
}
