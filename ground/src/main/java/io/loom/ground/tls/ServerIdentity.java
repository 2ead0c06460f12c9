package io.loom.ground.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/// What a server proves itself with: its certificates, its own one first, and the key to that one.
record ServerIdentity(List<X509Certificate> chain, PrivateKey key) {
  /// Protects nothing: the store is never written.
  static final String STORE_PASSWORD = "in-memory";

  ServerIdentity {
    chain = List.copyOf(chain);
  }

  /// Whether what the key signs is what the certificate confirms.
  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    try {
      var signature = Signature.getInstance(signatureOf(key));
      var message = new byte[] {1, 2, 3};
      signature.initSign(key);
      signature.update(message);
      var signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      // Of two algorithms.
      return false;
    }
  }

  private static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }

  /// The same in the form that the JDK's TLS takes, in memory only.
  KeyStore toKeyStore() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "loom", key, STORE_PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /// Leaves the key out.
  @Override
  public String toString() {
    return "ServerIdentity[%s]".formatted(chain.getFirst().getSubjectX500Principal());
  }
}
