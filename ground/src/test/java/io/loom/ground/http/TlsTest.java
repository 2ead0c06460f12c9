package io.loom.ground.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loom.base.ByteSize;
import io.loom.ground.tls.PemFiles;
import io.loom.ground.tls.TestCertificate;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  /// Says who it is.
  @Path("/name")
  public static final class NameResource {
    @GET
    @Permission(Permission.PUBLIC)
    public String name() {
      return "loom";
    }
  }

  /// Trusts everybody; the tests look at who it was.
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @TempDir private java.nio.file.Path folder;

  private final SSLContext trusting = trusting();
  private final HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
  private PemFiles files;
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    files = TestCertificate.make(folder, "EC", "first").writeTo(folder);
    server = start(null, files);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void clientsThatCanSpeakHttp2() throws Exception {
    var answer = get(server.uri());

    assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    assertThat(answer.body()).isEqualTo("loom");
  }

  @Test
  void othersSpeakHttp1() throws Exception {
    var old = HttpClient.newBuilder().sslContext(trusting).version(Version.HTTP_1_1).build();
    try (old) {
      assertThat(old.send(request(server.uri()), HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("loom");
    }
  }

  @Test
  void browsersAreToldToStayWithTlsWhenThereIsNothingElse() throws Exception {
    var header = "Strict-Transport-Security";

    assertThat(get(server.uri()).headers().firstValue(header)).isPresent();
    try (var both = start(new WebConfig.Plain(0, List.of(), false), files)) {
      assertThat(get(both.tlsUri().orElseThrow()).headers().firstValue(header)).isEmpty();
      assertThat(get(both.uri()).body()).isEqualTo("loom");
    }
  }

  @Test
  void newFilesAreUsedWithoutARestart() throws Exception {
    assertThat(shown()).isEqualTo("CN=first");

    var second = TestCertificate.make(folder, "RSA", "second");
    second.writeTo(folder);
    await().atMost(Duration.ofSeconds(20)).until(() -> shown().equals("CN=second"));
    assertThat(get(server.uri()).body()).isEqualTo("loom");
  }

  @Test
  void linkThatIsSwitchedIsNoticed() throws Exception {
    server.close();
    for (var name : List.of("one", "two")) {
      Files.createDirectory(folder.resolve(name));
      var _ = TestCertificate.make(folder, "EC", name).writeTo(folder.resolve(name));
    }
    var current = folder.resolve("current");
    Files.createSymbolicLink(current, folder.resolve("one"));
    server = start(null, new PemFiles(current.resolve("cert.pem"), current.resolve("key.pem")));
    assertThat(shown()).isEqualTo("CN=one");

    var next = Files.createSymbolicLink(folder.resolve("next"), folder.resolve("two"));
    Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
    await().atMost(Duration.ofSeconds(20)).until(() -> shown().equals("CN=two"));
  }

  @Test
  void brokenFilesLeaveTheOldCertificate() throws Exception {
    var good = Files.readString(files.key());
    Files.writeString(files.key(), "broken");
    assertThat(get(server.uri()).body()).isEqualTo("loom");
    assertThat(shown()).isEqualTo("CN=first");

    Files.writeString(files.key(), good);
    TestCertificate.make(folder, "EC", "second").writeTo(folder);
    await().atMost(Duration.ofSeconds(20)).until(() -> shown().equals("CN=second"));
  }

  private static WebServer start(WebConfig.@Nullable Plain plain, PemFiles files)
      throws IOException {
    var config =
        new WebConfig(
            "127.0.0.1",
            plain,
            new WebConfig.Tls(0, files, Duration.ofMillis(20)),
            WebLimits.usual(Duration.ofSeconds(30), ByteSize.parse("64KiB")),
            BrowserRules.SAME_ORIGIN);
    return WebServer.start(config, Authenticator.OFF, List.of(new NameResource()), Map.of());
  }

  private HttpResponse<String> get(URI server) throws IOException, InterruptedException {
    return client.send(request(server), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest request(URI server) {
    return HttpRequest.newBuilder(server.resolve("/name")).build();
  }

  private SSLSocket connect() throws IOException {
    return (SSLSocket)
        trusting.getSocketFactory().createSocket("127.0.0.1", server.uri().getPort());
  }

  /// Whom a new connection is shown.
  private String shown() throws IOException {
    try (var socket = connect()) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  private static SSLContext trusting() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
