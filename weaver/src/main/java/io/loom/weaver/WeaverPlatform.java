package io.loom.weaver;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Makes weavers and works in them. Safe for many threads; calls block, and are made on virtual
/// threads.
///
/// Nothing of a weaver outlives [#delete], and nothing that a command started outlives the command.
public interface WeaverPlatform extends AutoCloseable {
  /// Short name for people and stored rows: `local`, `kubernetes`. Never renamed.
  String name();

  /// What this platform enforces here, and what it cannot; shown to administrators.
  PlatformReport report();

  /// Makes the weaver, or finds it when one of this id is there already; what the spec says is then
  /// what holds, and commands that run under another spec are ended. A server that was started anew
  /// calls this before it works in a weaver again, because no platform keeps environments.
  ///
  /// @throws WeaverException when the platform refuses; its message says what to do
  void create(WeaverSpec spec) throws WeaverException;

  /// Runs one command to its end. A command that could not be started, ran into a limit or was
  /// killed is an outcome too: see [ExecResult.Ending].
  ///
  /// @throws WeaverException when the weaver is gone
  /// @throws InterruptedException after the whole process tree has been ended
  ExecResult exec(String weaverId, ExecRequest request)
      throws WeaverException, InterruptedException;

  /// Reads at most `maxBytes` bytes of a file. Paths are relative to the workspace.
  FileContent read(String weaverId, String path, long maxBytes)
      throws WeaverException, InterruptedException;

  /// Replaces a file as a whole, making the folders above it. A file that was executable stays so.
  ///
  /// @throws WeaverException when the path is outside of the workspace or cannot be written
  void write(String weaverId, String path, byte[] content)
      throws WeaverException, InterruptedException;

  /// Streams the folder or file as an uncompressed tar, links as links. The caller closes the
  /// stream. One that could not be made whole ends with an exception.
  InputStream archive(String weaverId, String path) throws WeaverException, IOException;

  /// Ends everything in the weaver and removes it with its workspace. Unknown ids are fine.
  void delete(String weaverId) throws WeaverException;

  /// The weavers that exist now, whoever made them.
  List<String> list() throws WeaverException;

  @Override
  void close();
}
