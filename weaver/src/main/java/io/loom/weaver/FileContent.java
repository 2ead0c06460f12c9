package io.loom.weaver;

/// What reading a file found.
public sealed interface FileContent {
  /// @param bytes the beginning of the file
  /// @param size of the whole file
  @SuppressWarnings("ArrayRecordComponent") // made for one reader, who owns it
  record Found(byte[] bytes, long size) implements FileContent {}

  record Missing() implements FileContent {}

  record IsFolder() implements FileContent {}

  /// Not readable for another reason, in words for the reader.
  record Unreadable(String reason) implements FileContent {}
}
