package io.loom.weaver.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What of `/proc` a weaver may not see or change.
///
/// A command of a server that runs as root is root to the kernel, though it has no capability:
/// files such as `/proc/sys/kernel/core_pattern` look at the user alone, and whoever writes that
/// one runs programs on the host. A sandbox therefore covers all that is not about its processes.
///
/// @param secret files that not everybody may read
/// @param changeable folders, and files with a right to write
record ProcessFiles(List<Path> secret, List<Path> changeable) {
  static ProcessFiles find() throws IOException {
    var secret = new ArrayList<Path>();
    var changeable = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc"))) {
      for (var entry : entries) {
        if (isAboutProcesses(entry)) {
          continue;
        }
        var rights = Files.getPosixFilePermissions(entry);
        if (Files.isDirectory(entry) || isWritable(rights)) {
          changeable.add(entry);
        }
        if (Files.isRegularFile(entry) && !rights.contains(PosixFilePermission.OTHERS_READ)) {
          secret.add(entry);
        }
      }
    }
    return new ProcessFiles(List.copyOf(secret), List.copyOf(changeable));
  }

  private static boolean isAboutProcesses(Path entry) {
    return Files.isSymbolicLink(entry)
        || !Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
        || Character.isDigit(entry.getFileName().toString().charAt(0))
        || entry.endsWith("thread-self");
  }

  private static boolean isWritable(Set<PosixFilePermission> rights) {
    return rights.contains(PosixFilePermission.OWNER_WRITE)
        || rights.contains(PosixFilePermission.GROUP_WRITE)
        || rights.contains(PosixFilePermission.OTHERS_WRITE);
  }
}
