package io.loom.ground.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A certificate for `localhost` that signs itself, made by the JDK's keytool.
///
/// @param certificate PEM
/// @param key PEM
public record TestCertificate(String certificate, String key) {
  private static final String PASSWORD = "changeit";

  /// Making one takes a second.
  private static final Map<String, TestCertificate> MADE = new ConcurrentHashMap<>();

  /// @param algorithm `EC`, `RSA` or `Ed25519`
  public static TestCertificate make(Path folder, String algorithm, String name) {
    return MADE.computeIfAbsent(algorithm + " " + name, _ -> run(folder, algorithm, name));
  }

  private static TestCertificate run(Path folder, String algorithm, String name) {
    var store = folder.resolve(name + ".p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    try {
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("keytool ended with " + code);
      }
      return read(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static TestCertificate read(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    return new TestCertificate(
        pem("CERTIFICATE", store.getCertificate("a").getEncoded()),
        pem("PRIVATE KEY", store.getKey("a", PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
  }

  /// Writes both files in place.
  public PemFiles writeTo(Path folder) {
    try {
      var files = new PemFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
      Files.writeString(files.certificate(), certificate);
      Files.writeString(files.key(), key);
      return files;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
