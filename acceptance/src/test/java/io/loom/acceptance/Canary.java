package io.loom.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A text that sings wherever it lies: in clear, as hexadecimal digits and as base64.
final class Canary {
  private static final String SONG = "c4n4ryS1ngs";

  private final List<String> songs = new ArrayList<>();

  Canary() {
    learn(SONG);
  }

  /// Makes a secret that somebody else thought of sing too.
  void learn(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    songs.add(secret.toLowerCase(Locale.ROOT));
    songs.add(HexFormat.of().formatHex(bytes));
    for (int shift = 0; shift < 3; shift++) {
      songs.add(base64(bytes, shift));
    }
  }

  /// What base64 makes of it after so many other bytes, without the digits that they share.
  private static String base64(byte[] bytes, int shift) {
    var shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    return text.substring(shift == 0 ? 0 : shift + 1, text.length() - 1).toLowerCase(Locale.ROOT);
  }

  /// A secret for one place.
  String in(String place) {
    return SONG + "-" + place;
  }

  boolean singsIn(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return songs.stream().anyMatch(lower::contains);
  }

  boolean singsIn(byte[] bytes) {
    return singsIn(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// The files below a folder in which it sings.
  ///
  /// @param except names of files where it belongs
  List<Path> filesBelow(Path folder, Set<String> except) {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !except.contains(file.getFileName().toString()))
          .filter(file -> singsIn(read(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is gone meanwhile holds nothing.
  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException _) {
      return new byte[0];
    }
  }
}
