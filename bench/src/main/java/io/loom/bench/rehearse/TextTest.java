package io.loom.bench.rehearse;

import java.util.regex.Pattern;

/// A question to a text: does it hold these words, or is there a match for this expression?
sealed interface TextTest {
  boolean passes(String text);

  record Contains(String words) implements TextTest {
    @Override
    public boolean passes(String text) {
      return text.contains(words);
    }
  }

  /// Somewhere in the text; `^` and `$` are the ends of lines.
  record Matches(Pattern pattern) implements TextTest {
    @Override
    public boolean passes(String text) {
      return pattern.matcher(text).find();
    }
  }
}
