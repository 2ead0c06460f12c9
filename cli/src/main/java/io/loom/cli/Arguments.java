package io.loom.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The words of a command line, looked at just far enough to know which command to build.
///
/// @param words in the order for the parser: options of every command may stand before the noun
/// @param noun the index of the noun; -1 when there is none
record Arguments(List<String> words, int noun) {
  private static final Set<String> TAKES_VALUE =
      Set.of("--server-url", "-o", "--output", "--actor", "--project", "-C", "--directory", "--db");
  private static final Set<String> HELP = Set.of("-h", "--help", "-help", "help");

  Arguments {
    words = List.copyOf(words);
  }

  /// `loom help bead create` is `loom bead create --help`.
  static Arguments of(String... words) {
    var list = new ArrayList<>(List.of(words));
    int noun = firstWord(list, 0);
    if (noun >= 0 && list.get(noun).equals("help") && firstWord(list, noun + 1) >= 0) {
      list.remove(noun);
      list.add("--help");
      noun = firstWord(list, 0);
    }
    if (noun >= 0 && list.get(noun).equals("bead")) {
      moveVerbForward(list, noun);
    }
    return new Arguments(list, noun);
  }

  /// `bd` takes options before its verb, for which they are meant.
  private static void moveVerbForward(List<String> words, int noun) {
    int verb = firstWord(words, noun + 1);
    if (verb > noun + 1) {
      words.add(noun + 1, words.remove(verb));
    }
  }

  private static int firstWord(List<String> words, int from) {
    for (int i = from; i < words.size(); i++) {
      if (TAKES_VALUE.contains(words.get(i))) {
        i++;
      } else if (!words.get(i).startsWith("-")) {
        return i;
      }
    }
    return -1;
  }

  /// Whether the list of all commands is wanted.
  boolean wantsOverview() {
    return words.isEmpty()
        || (noun < 0 && words.stream().anyMatch(HELP::contains))
        || (noun >= 0 && words.get(noun).equals("help"));
  }

  boolean wantsVersion() {
    return noun < 0 && (words.contains("--version") || words.contains("-V"));
  }

  /// The first word after the noun; empty when there is none.
  String verb() {
    int verb = firstWord(words, noun + 1);
    return verb < 0 ? "" : words.get(verb);
  }
}
