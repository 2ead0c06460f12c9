package io.loom.weaver.local;

import static java.util.Objects.requireNonNull;

import io.loom.weaver.Egress;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes what a weaver needs before its first command: the skeleton, and the proxy if it has one.
final class WeaverMaker {
  private static final String FORWARDER = "Forwarder.class";

  private WeaverMaker() {}

  /// @throws IllegalArgumentException when the spec asks for what cannot be shown or reached
  static Weaver make(
      WeaverSpec spec,
      WeaverFolders folders,
      Toolchain toolchain,
      AddressPolicy addresses,
      EgressListener listener)
      throws IOException {
    var skeleton = folders.skeleton(spec.id());
    TreeRemoval.remove(skeleton);
    for (var path : spec.readOnly()) {
      folders.requireNotShown(path);
    }
    for (var path : spec.caches().values()) {
      folders.requireNotShown(path);
    }
    var layout = Layout.build(skeleton, folders.etc(), toolchain, spec);
    return switch (spec.egress()) {
      case Egress.None() -> new Weaver(spec, layout, toolchain, null);
      case Egress.AllowList list -> {
        addForwarder(skeleton);
        var proxy = EgressProxy.start(folders.sockets(), spec.id(), list, addresses, listener);
        yield new Weaver(spec, layout.withSocket(proxy.socket()), toolchain, proxy);
      }
    };
  }

  private static void addForwarder(Path skeleton) throws IOException {
    var name = Forwarder.class.getName().replace('.', '/') + ".class";
    var target = Layout.inside(skeleton, Layout.FORWARDER_CLASSES).resolve(name);
    Files.createDirectories(requireNonNull(target.getParent()));
    try (var bytes = Forwarder.class.getResourceAsStream(FORWARDER)) {
      if (bytes == null) {
        throw new UncheckedIOException(new IOException(FORWARDER + " is not on the class path"));
      }
      Files.copy(bytes, target);
    }
  }
}
