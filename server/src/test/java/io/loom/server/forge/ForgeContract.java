package io.loom.server.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.server.forge.ForgeException.Reason;
import io.loom.server.forge.ForgePull.Mergeable;
import io.loom.server.forge.ForgePull.State;
import io.loom.server.forge.ReviewNote.Kind;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What every forge has to do, whatever it calls it. The scene is a repository with a branch
/// `feature` that has no pull request yet, and with pull requests in every state.
abstract class ForgeContract {
  /// What there is, by number and commit.
  ///
  /// @param open from the branch `open` into `main`, with what was said in it
  /// @param merged that became `mergedCommit`
  /// @param closed without being merged
  /// @param conflict whose change does not go together with its base
  /// @param head of the open one
  /// @param red a commit whose check `unit` failed
  /// @param green one whose checks passed
  /// @param plain one without checks
  /// @param isOldHead a commit that the open one is not at any more
  record Scene(
      long open,
      long merged,
      long closed,
      long conflict,
      String mergedCommit,
      String head,
      String red,
      String green,
      String plain,
      String isOldHead,
      Mergeable inConflict) {}

  abstract Forge forge();

  abstract Scene scene();

  @Test
  void opensAPullRequestOnce() throws Exception {
    var wanted = new NewPull("Title", "Body", "feature", "main");

    var pull = forge().open(wanted);

    assertThat(pull.number()).isPositive();
    assertThat(pull.url()).startsWith("http");
    assertThat(pull)
        .extracting(ForgePull::state, ForgePull::branch, ForgePull::base, ForgePull::mergedCommit)
        .containsExactly(State.OPEN, "feature", "main", null);
    assertThat(refusal(() -> forge().open(wanted))).isEqualTo(Reason.REFUSED);
  }

  @Test
  void findsTheOpenPullRequestOfABranch() throws Exception {
    assertThat(forge().findOpen("open", "main"))
        .hasValueSatisfying(pull -> assertThat(pull.number()).isEqualTo(scene().open()));
    assertThat(forge().findOpen("nowhere", "main")).isEmpty();
  }

  @Test
  void tellsWhatBecameOfAPullRequest() throws Exception {
    var scene = scene();

    assertThat(forge().read(scene.open()))
        .satisfies(pull -> {
          assertThat(pull.state()).isEqualTo(State.OPEN);
          assertThat(scene.head()).startsWith(pull.head());
        });
    assertThat(forge().read(scene.merged()))
        .satisfies(pull -> {
          assertThat(pull.state()).isEqualTo(State.MERGED);
          assertThat(scene.mergedCommit()).startsWith(String.valueOf(pull.mergedCommit()));
        });
    assertThat(forge().read(scene.closed()))
        .extracting(ForgePull::state, ForgePull::mergedCommit)
        .containsExactly(State.CLOSED, null);
    assertThat(forge().read(scene.conflict()).mergeable()).isEqualTo(scene.inConflict());
  }

  @Test
  void tellsWhatItsChecksSay() throws Exception {
    assertThat(forge().checks(scene().red()))
        .satisfies(checks -> {
          assertThat(checks.result()).isEqualTo(ForgeChecks.Result.RED);
          assertThat(checks.failed()).singleElement().asString().startsWith("unit");
        });
    assertThat(forge().checks(scene().green()).result()).isEqualTo(ForgeChecks.Result.GREEN);
    assertThat(forge().checks(scene().plain()).result()).isEqualTo(ForgeChecks.Result.NONE);
  }

  @Test
  void tellsWhatWasSaid() throws Exception {
    var notes = forge().notes(scene().open());

    assertThat(notes).extracting(ReviewNote::id).doesNotHaveDuplicates();
    assertThat(notes)
        .anySatisfy(note -> {
          assertThat(note.kind()).isEqualTo(Kind.CHANGES_REQUESTED);
          assertThat(note.author()).isEqualTo("rosa");
        });
    assertThat(notes)
        .anySatisfy(note -> {
          assertThat(note.kind()).isEqualTo(Kind.COMMENT);
          assertThat(note.text()).isEqualTo("Name it better");
          assertThat(note.path()).isEqualTo("b.txt");
          assertThat(note.line()).isEqualTo(1);
          assertThat(note.trusted()).isTrue();
        });
    assertThat(notes)
        .anySatisfy(note -> {
          assertThat(note.text()).isEqualTo("Nice work");
          assertThat(note.path()).isNull();
        });
    assertThat(notes).anyMatch(note -> note.kind() == Kind.APPROVED);
  }

  @Test
  void commentIsReadBackAsOurs() throws Exception {
    forge().comment(scene().merged(), "Read. " + ReviewNote.OWN_MARK);

    assertThat(forge().notes(scene().merged())).anyMatch(ReviewNote::isOwn);
  }

  @Test
  void mergesOnlyWhatWasLookedAt() throws Exception {
    var scene = scene();

    assertThat(refusal(() -> forge().merge(scene.open(), scene.isOldHead(), MergeMethod.MERGE)))
        .isEqualTo(Reason.REFUSED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(
            e -> e instanceof ForgeException forge && forge.reason() == Reason.UNAVAILABLE)
        .untilAsserted(() -> forge().merge(scene.open(), scene.head(), MergeMethod.MERGE));
  }

  @Test
  void closesAPullRequest() throws Exception {
    forge().close(scene().conflict());
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThat(refusal(() -> forge().read(4_711))).isEqualTo(Reason.NOT_FOUND);
  }

  /// A conversation that fails.
  private interface Conversation {
    void hold() throws ForgeException, InterruptedException;
  }

  private static Reason refusal(Conversation conversation) {
    return assertThatExceptionOfType(ForgeException.class)
        .isThrownBy(conversation::hold)
        .actual()
        .reason();
  }
}
