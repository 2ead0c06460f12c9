package io.loom.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  private final Path root;
  private final KeyFiles files;

  KeyFilesTest(@TempDir Path root) {
    this.root = root;
    files = new KeyFiles(root);
  }

  @Test
  void fileIsForNobodyElse() throws IOException {
    var file = files.require("demo", "id_ed25519", "key");

    assertThat(file).isEqualTo(root.resolve("demo/ssh/id_ed25519")).hasContent("key");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(root.resolve("demo/ssh"))).isEqualTo("rwx------");
  }

  @Test
  void whatOthersDidToItIsUndone() throws IOException {
    var file = files.require("demo", "id_ed25519", "key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        root.resolve("demo/ssh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    files.require("demo", "id_ed25519", "key");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(root.resolve("demo/ssh"))).isEqualTo("rwx------");

    var target = Files.writeString(root.resolve("target"), "precious");
    Files.delete(file);
    Files.createSymbolicLink(file, target);
    files.require("demo", "id_ed25519", "key");
    assertThat(target).hasContent("precious");
    assertThat(file).isRegularFile().hasContent("key");
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void linkInPlaceOfTheFolderIsNotFollowed() throws IOException {
    var target = Files.createDirectory(root.resolve("target"));
    Files.createDirectory(root.resolve("demo"));
    Files.createSymbolicLink(root.resolve("demo/ssh"), target);

    files.require("demo", "id_ed25519", "key");

    assertThat(target).isEmptyDirectory();
  }

  @Test
  void projectsNamedLikeFoldersOfGitKeepApartFromThem() throws IOException {
    assertThat(files.require("worktrees", "id_ed25519", "key"))
        .isEqualTo(root.resolve("worktrees~/ssh/id_ed25519"));
    assertThat(files.file("mirrors", "x")).isEqualTo(root.resolve("mirrors~/ssh/x"));
    assertThat(files.file("home", "x")).isEqualTo(root.resolve("home~/ssh/x"));
  }

  @Test
  void filesGoWithTheirProject() throws IOException {
    files.require("demo", "id_ed25519", "key");
    files.require("demo", "known_hosts", "");
    files.require("other", "id_ed25519", "key");

    files.remove("demo");

    assertThat(root.resolve("demo")).doesNotExist();
    assertThat(files.file("other", "id_ed25519")).exists();
    files.remove("demo");
  }

  @Test
  void filesOfProjectsThatAreGoneGoAtTheStart() throws IOException {
    files.require("gone", "id_ed25519", "key");
    files.require("worktrees", "id_ed25519", "key");
    files.require("demo", "id_ed25519", "key");
    var own = Files.createDirectories(root.resolve("strange/ssh"));
    Files.writeString(own.resolve("precious"), "of somebody else");
    Files.createDirectories(root.resolve("worktrees/ssh"));

    files.sweep(id -> id.equals("demo"));

    assertThat(root.resolve("gone")).doesNotExist();
    assertThat(root.resolve("worktrees~")).doesNotExist();
    assertThat(root.resolve("worktrees/ssh")).exists();
    assertThat(own.resolve("precious")).exists();
    assertThat(files.file("demo", "id_ed25519")).exists();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
