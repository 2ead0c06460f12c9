package io.loom.server.bead.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which era of `bd` a folder is from.
class BeadEraTest {
  @Test
  void fileAloneIsTheTruth() {
    assertThat(BeadEra.of(List.of("issues.jsonl", "config.yaml"), "{\"database\":\"x\"}", ""))
        .isEqualTo(new BeadEra.FileOnly());
  }

  @Test
  void sqliteCacheLeavesTheFileTheTruth() {
    assertThat(BeadEra.of(List.of("issues.jsonl", "beads.db"), "", "").isFileTruth()).isTrue();
  }

  @Test
  void doltFolderOrSettingMakesTheFileACopy() {
    assertThat(BeadEra.of(List.of("issues.jsonl", "embeddeddolt/x"), "", "").isFileTruth())
        .isFalse();
    assertThat(BeadEra.of(List.of("issues.jsonl"), "{\"dolt_mode\":\"server\"}", ""))
        .isEqualTo(new BeadEra.Dolt("metadata.json has dolt_mode server."));
    assertThat(BeadEra.of(List.of("issues.jsonl"), "{\"backend\":\"dolt\"}", "").isFileTruth())
        .isFalse();
  }

  @Test
  void redirectIsFollowedFirst() {
    assertThat(BeadEra.of(List.of("redirect", "issues.jsonl"), "", "../main/.beads\n"))
        .isEqualTo(new BeadEra.Redirect("../main/.beads"));
  }

  @Test
  void emptyFolderHasNoBeads() {
    assertThat(BeadEra.of(List.of(), "not json", "")).isEqualTo(new BeadEra.None());
  }
}
