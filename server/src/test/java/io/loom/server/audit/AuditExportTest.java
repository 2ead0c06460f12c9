package io.loom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditExportTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
  void cellNeverBeginsAFormula(String text) {
    assertThat(AuditExport.cell(text)).isEqualTo("\"'" + text + "\"");
  }

  @Test
  void quotesAndCommasStayInTheirCell() {
    assertThat(AuditExport.cell("a\",\"b")).isEqualTo("\"a\"\",\"\"b\"");
  }
}
