package io.loom.ground.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void keyOfEveryUsualAlgorithmIsTaken(String algorithm) throws Exception {
    var files = TestCertificate.make(folder, algorithm, "one").writeTo(folder);

    var identity = files.parse(files.readCertificate(), files.readKey());

    assertThat(identity.chain()).hasSize(1);
    assertThat(identity.toString()).contains("CN=one");
  }

  @Test
  void textAroundTheBlocksIsPassedOver() throws Exception {
    var made = TestCertificate.make(folder, "EC", "one");
    var files =
        new TestCertificate("subject=one\n" + made.certificate() + made.certificate(), made.key())
            .writeTo(folder);

    assertThat(files.parse(files.readCertificate(), files.readKey()).chain()).hasSize(2);
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    var one = TestCertificate.make(folder, "EC", "one");
    var two = TestCertificate.make(folder, "EC", "two");

    assertThat(refusal(one.certificate(), two.key()))
        .startsWith("server.tls_key_file: the key in " + folder.resolve("key.pem"))
        .contains("is not the key of the first certificate in " + folder.resolve("cert.pem"));
    assertThat(refusal(one.certificate(), TestCertificate.make(folder, "RSA", "r").key()))
        .contains("is not the key of the first certificate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -----BEGIN ENCRYPTED PRIVATE KEY----- | is encrypted, and a server has nobody to ask
          -----BEGIN RSA PRIVATE KEY-----       | is of the kind "RSA PRIVATE KEY"
          -----BEGIN EC PRIVATE KEY-----        | openssl pkcs8 -topk8 -nocrypt -in
          hello                                 | has no private key
          -----BEGIN PRIVATE KEY----- AAAA -----END PRIVATE KEY----- | is no EC, RSA or Ed25519 key
          """)
  void keyThatCannotBeUsedIsNamedWithARemedy(String key, String said) {
    var certificate = TestCertificate.make(folder, "EC", "one").certificate();

    assertThat(refusal(certificate, key)).startsWith("server.tls_key_file: ").contains(said);
  }

  @Test
  void certificateThatCannotBeUsedIsNamed() {
    var made = TestCertificate.make(folder, "EC", "one");

    assertThat(refusal("hello", made.key())).contains("has no certificate");
    assertThat(refusal(made.certificate().replace("M", "!"), made.key()))
        .startsWith("server.tls_cert_file: ");
  }

  @Test
  void nothingOlderThanTls12IsSpoken() throws Exception {
    var files = TestCertificate.make(folder, "EC", "one").writeTo(folder);

    try (var context = TlsContext.open(files, Duration.ofSeconds(1))) {
      context.factory().start();
      assertThat(context.factory().getSelectedProtocols())
          .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
      context.factory().stop();
    }
  }

  @Test
  void missingFileIsNamed() throws Exception {
    var files = TestCertificate.make(folder, "EC", "one").writeTo(folder);
    Files.delete(files.key());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TlsContext.open(files, Duration.ofSeconds(1)))
        .withMessage(
            "server.tls_key_file: there is no file %s; create it or correct the path", files.key());
  }

  private String refusal(String certificate, String key) {
    var files = new TestCertificate(certificate, key).writeTo(folder);
    try {
      TlsContext.open(files, Duration.ofSeconds(1)).close();
      return "accepted";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
