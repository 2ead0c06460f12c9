package io.loom.weaver.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/// The `/etc` that weavers see: the few entries that tools need, copied, and users of our own.
///
/// Copied and not mounted, because a server that runs as root would show its private keys and
/// passwords with them: only what everybody may read comes along.
final class EtcFolder {
  private static final List<String> ENTRIES =
      List.of(
          "alternatives",
          "ca-certificates",
          "crypto-policies",
          "debian_version",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "maven",
          "mime.types",
          "os-release",
          "pki/ca-trust/extracted",
          "pki/java",
          "pki/tls/cert.pem",
          "pki/tls/certs",
          "protocols",
          "services",
          "ssl/certs",
          "ssl/openssl.cnf");

  /// Most links under `alternatives` lead to manual pages, which no tool needs.
  private static final String MANUAL = ".gz";

  private EtcFolder() {}

  static void build(Path target) throws IOException {
    Files.createDirectories(target);
    Files.writeString(
        target.resolve("passwd"),
        """
        root:x:0:0:root:/tmp:/bin/sh
        weaver:x:1000:1000:weaver:/tmp:/bin/sh
        nobody:x:65534:65534:nobody:/tmp:/bin/sh
        """);
    Files.writeString(target.resolve("group"), "root:x:0:\nweaver:x:1000:\nnogroup:x:65534:\n");
    Files.writeString(target.resolve("hosts"), "127.0.0.1 localhost\n::1 localhost\n");
    Files.writeString(
        target.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files\n");
    Files.writeString(target.resolve("hostname"), "weaver\n");
    var etc = Path.of("/etc");
    for (var entry : ENTRIES) {
      copy(etc.resolve(entry), target.resolve(entry));
    }
    try (var javaFolders = Files.newDirectoryStream(etc, "java*")) {
      for (var folder : javaFolders) {
        copy(folder, target.resolve(folder.getFileName()));
      }
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.createDirectories(requireNonNull(target.getParent()));
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!readableByAll(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(source.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var copy = target.resolve(source.relativize(file));
            boolean plain = attributes.isRegularFile() && readableByAll(file);
            boolean link = attributes.isSymbolicLink() && !file.toString().endsWith(MANUAL);
            if (plain || link) {
              Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean readableByAll(Path path) throws IOException {
    return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
        .contains(PosixFilePermission.OTHERS_READ);
  }
}
