package io.loom.ground.tls;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.ReconcileLoop;
import io.loom.base.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS 1.2 and 1.3 with a certificate that is replaced while the server runs.
///
/// The files are compared with what was read last, not watched: that notices a file that is written
/// in place, one that is moved over it, and a folder link that is switched, on every file system.
/// New files that cannot be used leave the old certificate in place, and are named in the log once.
public final class TlsContext implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TlsContext.class.getName());

  private final PemFiles files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ReconcileLoop loop;

  // After the start, only the loop's thread touches these.
  private String chainText;
  private Secret keyText;
  private String lastProblem = "";

  private TlsContext(PemFiles files, Duration interval) throws IOException {
    this.files = files;
    this.chainText = files.readCertificate();
    this.keyText = files.readKey();
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.setSniRequired(false);
    factory.setRenegotiationAllowed(false);
    use(factory, toKeyStore(files.parse(chainText, keyText)));
    this.loop = ReconcileLoop.start("tls-files", interval, this::look);
  }

  /// @param interval between two looks at the files
  /// @throws IOException when the files cannot be used; the message says what to do
  public static TlsContext open(PemFiles files, Duration interval) throws IOException {
    return new TlsContext(files, interval);
  }

  /// What connectors make their connections with. It is started and stopped by them.
  public SslContextFactory.Server factory() {
    return factory;
  }

  private static void use(SslContextFactory factory, KeyStore store) {
    factory.setKeyStore(store);
    factory.setKeyStorePassword(ServerIdentity.STORE_PASSWORD);
  }

  private static KeyStore toKeyStore(ServerIdentity identity) throws IOException {
    try {
      return identity.toKeyStore();
    } catch (GeneralSecurityException e) {
      throw new IOException("server.tls_cert_file: the JDK refuses it: " + e.getMessage(), e);
    }
  }

  private void look() {
    try {
      var chain = files.readCertificate();
      var key = files.readKey();
      if (!factory.isRunning() || (chain.equals(chainText) && key.equals(keyText))) {
        lastProblem = "";
        return;
      }
      var identity = files.parse(chain, key);
      var store = toKeyStore(identity);
      factory.reload(it -> use(it, store));
      chainText = chain;
      keyText = key;
      lastProblem = "";
      LOG.log(
          INFO,
          "TLS uses the new certificate in {0}, good until {1}",
          files.certificate(),
          identity.chain().getFirst().getNotAfter().toInstant());
    } catch (Exception e) {
      warnOnce(String.valueOf(e.getMessage()));
    }
  }

  private void warnOnce(String problem) {
    if (!problem.equals(lastProblem)) {
      lastProblem = problem;
      LOG.log(WARNING, "TLS keeps the certificate it has: {0}", problem);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
