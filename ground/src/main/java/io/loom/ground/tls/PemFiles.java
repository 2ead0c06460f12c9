package io.loom.ground.tls;

import io.loom.base.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A server's certificate chain and its private key, as PEM files.
///
/// What is wrong with one is said with the setting that names it, the path and what helps.
///
/// @param certificate `server.tls_cert_file`: the server's own certificate first, then those that
///   signed it
/// @param key `server.tls_key_file`: PKCS#8, not encrypted
public record PemFiles(Path certificate, Path key) {
  private static final long LARGEST = 1 << 20;
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern ANY_KEY = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");

  String readCertificate() throws IOException {
    return text("server.tls_cert_file", certificate);
  }

  Secret readKey() throws IOException {
    return new Secret(text("server.tls_key_file", key));
  }

  ServerIdentity parse(String chainText, Secret keyText) throws IOException {
    var chain = chain(chainText);
    var privateKey = privateKey(keyText.reveal());
    if (!ServerIdentity.belongTogether(chain.getFirst(), privateKey)) {
      throw new IOException(
          ("server.tls_key_file: the key in %s is not the key of the first certificate in %s; name"
                  + " the two files that were made together, the server's certificate first")
              .formatted(key, certificate));
    }
    return new ServerIdentity(chain, privateKey);
  }

  private static String text(String setting, Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException(
            "%s: %s is larger than 1 MiB, so it is no PEM file".formatted(setting, file));
      }
      // Anything that is no text has no PEM block in it either.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "%s: there is no file %s; create it or correct the path".formatted(setting, file), e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException(
          "%s: %s may not be read; give the user that runs Loom the right to"
              .formatted(setting, file),
          e);
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException("%s: %s cannot be read: %s".formatted(setting, file, e.getReason()), e);
    }
  }

  private List<X509Certificate> chain(String text) throws IOException {
    try {
      var from = text.indexOf("-----BEGIN CERTIFICATE-----");
      var found =
          from < 0
              ? List.<java.security.cert.Certificate>of()
              : CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(
                          text.substring(from).getBytes(StandardCharsets.ISO_8859_1)));
      if (found.isEmpty()) {
        throw new IOException(
            ("server.tls_cert_file: %s has no certificate; it begins with -----BEGIN"
                    + " CERTIFICATE-----")
                .formatted(certificate));
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw new IOException(
          "server.tls_cert_file: %s has a damaged certificate; copy it again"
              .formatted(certificate),
          e);
    }
  }

  private PrivateKey privateKey(String text) throws IOException {
    var block = KEY.matcher(text);
    if (!block.find()) {
      throw new IOException("server.tls_key_file: %s %s".formatted(key, whyNoKey(text)));
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(block.group(1));
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException _) {
        // A key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no " + algorithm, e);
      }
    }
    throw damaged(null);
  }

  private IOException damaged(@org.jspecify.annotations.Nullable Throwable cause) {
    return new IOException(
        "server.tls_key_file: %s is no EC, RSA or Ed25519 key, or it is damaged; copy it again"
            .formatted(key),
        cause);
  }

  private String whyNoKey(String text) {
    var other = ANY_KEY.matcher(text);
    if (!other.find()) {
      return "has no private key; it begins with -----BEGIN PRIVATE KEY-----";
    }
    boolean encrypted =
        other.group(1).startsWith("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED");
    return "%s; write it as plain PKCS#8: openssl pkcs8 -topk8 -nocrypt -in %s -out new-key.pem"
        .formatted(
            encrypted
                ? "is encrypted, and a server has nobody to ask for the password"
                : "is of the kind \"%s\"".formatted(other.group(1)),
            key);
  }
}
