package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.action.LoopDetector.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopDetectorTest {
  /// The verdicts on a sequence, where each letter is an action and its result.
  private static String verdicts(String sequence) {
    var detector = new LoopDetector();
    return sequence
        .chars()
        .mapToObj(c -> detector.see("action " + (char) c, "result"))
        .map(verdict -> verdict.name().substring(0, 1))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({
    "aa,NN",
    "aaaaaa,NNWWSS",
    "abababab,NNNNWWWW",
    "ababababab,NNNNWWWWSS",
    "abcdefgh,NNNNNNNN",
  })
  void repetitionIsCountedAcrossOtherActions(String sequence, String expected) {
    assertThat(verdicts(sequence)).isEqualTo(expected);
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    var others = IntStream.range(0, 30).mapToObj(i -> String.valueOf((char) (200 + i)));

    assertThat(verdicts("aa" + others.collect(Collectors.joining()) + "a")).endsWith("N");
  }

  @Test
  void sameActionWithAnotherResultIsNoRepetition() {
    var detector = new LoopDetector();

    assertThat(IntStream.range(0, 10).mapToObj(i -> detector.see("build", "result " + i)))
        .containsOnly(Verdict.NONE);
  }

  @Test
  void editsOfOneFileWithDifferentContentsAreDifferent() {
    var keys =
        Stream.of("one", "two", "three")
            .map(content -> LoopDetector.actionKey(new Action.WriteFile("a", content)));

    assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.startsWith("write_file:"));
    assertThat(LoopDetector.actionKey(new Action.Test("x")))
        .isEqualTo(LoopDetector.actionKey(new Action.Test("x")));
  }

  @Test
  void timesInResultsDoNotMatter() {
    var results =
        List.of(
            "exit code 1\nfailed in 1.23 s at 12:00:01", "exit code 1\nfailed in 9 ms at 08:59");

    assertThat(results.stream().map(ActionOutcome::done).map(LoopDetector::resultHash).distinct())
        .hasSize(1);
    assertThat(LoopDetector.resultHash(ActionOutcome.done("3 failures")))
        .isNotEqualTo(LoopDetector.resultHash(ActionOutcome.done("2 failures")));
  }
}
