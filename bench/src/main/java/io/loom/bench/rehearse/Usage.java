package io.loom.bench.rehearse;

/// The tokens an answer is said to have cost.
///
/// @param cached how many of the prompt's tokens came from the vendor's cache
record Usage(int prompt, int completion, int cached) {
  private static final int CHARACTERS_PER_TOKEN = 4;

  Usage {
    if (prompt < 0 || completion < 0 || cached < 0 || cached > prompt) {
      throw new IllegalArgumentException(
          "usage of %d prompt, %d completion and %d cached tokens"
              .formatted(prompt, completion, cached));
    }
  }

  /// What a vendor would count, roughly: four characters are a token.
  static Usage estimate(int promptCharacters, int completionCharacters) {
    return new Usage(
        Math.ceilDiv(promptCharacters, CHARACTERS_PER_TOKEN),
        Math.ceilDiv(completionCharacters, CHARACTERS_PER_TOKEN),
        0);
  }
}
