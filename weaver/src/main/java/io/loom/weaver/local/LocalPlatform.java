package io.loom.weaver.local;

import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.FileContent;
import io.loom.weaver.PlatformReport;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverException.Reason;
import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Weavers on this machine. Each command runs in a sandbox of its own, and what it may use is
/// bounded as far as the machine lets us; the report says how far. The disk that a workspace takes
/// is not bounded.
///
/// Safe for many threads: what they share is a concurrent map, and one weaver is made or removed by
/// one thread at a time.
public final class LocalPlatform implements WeaverPlatform {
  private static final System.Logger LOG = System.getLogger(LocalPlatform.class.getName());

  private static final int LOCKS = 64;

  private final WeaverFolders folders;
  private final Launcher launcher;
  private final LocalMachine machine;
  private final AddressPolicy addresses;
  private final EgressListener egressListener;
  private final @Nullable CommandRunner runner;
  private final Map<String, Weaver> weavers = new ConcurrentHashMap<>();

  /// A weaver is made and removed under the lock that its id falls to.
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  private LocalPlatform(
      WeaverFolders folders,
      Launcher launcher,
      LocalMachine machine,
      AddressPolicy addresses,
      EgressListener egressListener) {
    this.folders = folders;
    this.launcher = launcher;
    this.machine = machine;
    this.addresses = addresses;
    this.egressListener = egressListener;
    this.runner =
        machine
            .isolator()
            .map(isolator -> new CommandRunner(isolator, launcher, machine.groups()))
            .orElse(null);
  }

  /// Opens the platform, which logs what weavers were refused by their proxies.
  ///
  /// @throws IOException when its folder cannot be used
  public static LocalPlatform open(LocalConfig config) throws IOException {
    return open(
        config,
        (weaverId, host, reason) ->
            LOG.log(Level.INFO, "Weaver {0} was refused {1}: {2}", weaverId, host, reason));
  }

  public static LocalPlatform open(LocalConfig config, EgressListener egressListener)
      throws IOException {
    return open(config, egressListener, AddressPolicy.PUBLIC);
  }

  static LocalPlatform open(
      LocalConfig config, EgressListener egressListener, AddressPolicy addresses)
      throws IOException {
    var folders = WeaverFolders.open(config.root());
    var launcher = new Launcher();
    try {
      var machine = LocalMachine.inspect(config, folders, launcher);
      return new LocalPlatform(folders, launcher, machine, addresses, egressListener);
    } catch (IOException | RuntimeException e) {
      launcher.close();
      folders.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public PlatformReport report() {
    return machine.report();
  }

  @Override
  public void create(WeaverSpec spec) throws WeaverException {
    runner();
    if (!spec.image().isEmpty() && !spec.image().equals("host")) {
      throw new WeaverException(
          Reason.IMAGE_NOT_SUPPORTED,
          "Local weavers show this machine's own /usr: leave the image empty, not %s"
              .formatted(spec.image()));
    }
    var lock = lock(spec.id());
    lock.lock();
    try {
      requireSameWorkspace(spec);
      var previous = weavers.get(spec.id());
      if (previous == null || !previous.spec().equals(spec)) {
        replace(spec, previous);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw failed("Weaver %s could not be made".formatted(spec.id()), e);
    } finally {
      lock.unlock();
    }
  }

  private void requireSameWorkspace(WeaverSpec spec) throws IOException, WeaverException {
    if (!Files.isDirectory(spec.workspace(), LinkOption.NOFOLLOW_LINKS)) {
      throw new WeaverException(
          Reason.GONE,
          "Weaver %s has no workspace: %s is no folder".formatted(spec.id(), spec.workspace()));
    }
    var known = folders.findWorkspace(spec.id());
    if (known.isPresent() && !known.get().equals(spec.workspace().toAbsolutePath())) {
      throw new WeaverException(
          Reason.PLATFORM_FAILED,
          "Weaver %s exists with the workspace %s; delete it before it is made with another"
              .formatted(spec.id(), known.get()));
    }
  }

  /// What was made of a weaver that could not be made whole is not left lying about.
  private void replace(WeaverSpec spec, @Nullable Weaver previous) throws IOException {
    if (previous != null) {
      previous.close();
      weavers.remove(spec.id());
    }
    try {
      var weaver = WeaverMaker.make(spec, folders, machine.toolchain(), addresses, egressListener);
      folders.remember(spec.id(), spec.workspace().toAbsolutePath());
      weavers.put(spec.id(), weaver);
    } catch (IOException | IllegalArgumentException e) {
      if (folders.findWorkspace(spec.id()).isEmpty()) {
        folders.forget(spec.id());
      }
      throw e;
    }
  }

  @Override
  public ExecResult exec(String weaverId, ExecRequest request)
      throws WeaverException, InterruptedException {
    return runner().run(weaver(weaverId), request);
  }

  @Override
  public FileContent read(String weaverId, String path, long maxBytes)
      throws WeaverException, InterruptedException {
    return files().read(weaver(weaverId), path, maxBytes);
  }

  @Override
  public void write(String weaverId, String path, byte[] content)
      throws WeaverException, InterruptedException {
    files().write(weaver(weaverId), path, content);
  }

  @Override
  public InputStream archive(String weaverId, String path) throws WeaverException, IOException {
    return files().archive(weaver(weaverId), path);
  }

  @Override
  public void delete(String weaverId) throws WeaverException {
    var lock = lock(weaverId);
    lock.lock();
    try {
      var weaver = weavers.remove(weaverId);
      if (weaver != null) {
        weaver.close();
      }
      machine.groups().remove(weaverId);
      var workspace = folders.findWorkspace(weaverId);
      if (workspace.isPresent()) {
        TreeRemoval.remove(workspace.get());
      }
      folders.forget(weaverId);
    } catch (IOException e) {
      throw failed("Weaver %s could not be removed whole".formatted(weaverId), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> list() throws WeaverException {
    try {
      return folders.list();
    } catch (IOException e) {
      throw failed("The weavers could not be listed", e);
    }
  }

  /// Ends what runs. The weavers stay, for the next server to find.
  @Override
  public void close() {
    weavers.values().forEach(Weaver::close);
    weavers.clear();
    machine.groups().removeAll();
    launcher.close();
    try {
      folders.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The folder of the weavers was not released", e);
    }
  }

  private CommandRunner runner() throws WeaverException {
    if (runner == null) {
      throw new WeaverException(Reason.NOT_ISOLATED, machine.refusal());
    }
    return runner;
  }

  private WeaverFiles files() throws WeaverException {
    return new WeaverFiles(runner(), machine.groups());
  }

  private Weaver weaver(String id) throws WeaverException {
    var weaver = weavers.get(id);
    if (weaver == null) {
      throw Weaver.gone(id);
    }
    weaver.requireWorkspace();
    return weaver;
  }

  private ReentrantLock lock(String weaverId) {
    return locks.get(Math.floorMod(weaverId.hashCode(), LOCKS));
  }

  private static WeaverException failed(String what, Exception cause) {
    return new WeaverException(
        Reason.PLATFORM_FAILED, "%s: %s".formatted(what, cause.getMessage()), cause);
  }
}
