package io.loom.server.forge;

import java.util.List;
import java.util.Optional;

/// One repository on a forge, as far as pull requests go. Safe for many threads.
///
/// Each method is one conversation over the network, bounded in time and size. What is asked for is
/// safe to repeat, except [#open] and [#comment]: look first.
public interface Forge {
  /// Opens a pull request.
  ///
  /// @throws ForgeException with the reason REFUSED also when there is one already
  ForgePull open(NewPull wanted) throws ForgeException, InterruptedException;

  /// The open pull request from one branch into another.
  Optional<ForgePull> findOpen(String branch, String base)
      throws ForgeException, InterruptedException;

  ForgePull read(long number) throws ForgeException, InterruptedException;

  /// What the forge's own checks say of a commit.
  ForgeChecks checks(String commit) throws ForgeException, InterruptedException;

  /// What people said so far, oldest first: reviews, comments on lines, and comments.
  List<ReviewNote> notes(long number) throws ForgeException, InterruptedException;

  void comment(long number, String text) throws ForgeException, InterruptedException;

  /// Closes a pull request without merging it.
  void close(long number) throws ForgeException, InterruptedException;

  /// Merges a pull request as long as its branch is still at a commit.
  ///
  /// @throws ForgeException with the reason REFUSED when it cannot be merged now
  void merge(long number, String head, MergeMethod method)
      throws ForgeException, InterruptedException;
}
