package io.loom.cli.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;

/// Values of the wire as words. What is absent is the empty text.
public final class Words {
  private Words() {}

  /// The first of these fields that has a value.
  public static String text(JsonNode node, String... names) {
    for (var name : names) {
      var value = node.path(name);
      if (!value.isNull() && !value.isContainerNode() && !value.asText().isBlank()) {
        return value.asText();
      }
    }
    return "";
  }

  /// The texts of an array, with commas.
  public static String list(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(it -> texts.add(it.asText()));
    return String.join(", ", texts);
  }

  /// Such as `$0.42`; more digits below a cent.
  public static String money(JsonNode dollars) {
    if (!dollars.isNumber()) {
      return "";
    }
    var amount = dollars.decimalValue();
    boolean small = amount.signum() != 0 && amount.abs().compareTo(new BigDecimal("0.01")) < 0;
    return "$" + amount.setScale(small ? 4 : 2, RoundingMode.HALF_UP).toPlainString();
  }

  public static Span priority(JsonNode priority) {
    if (!priority.isNumber()) {
      return Span.of("");
    }
    int number = priority.asInt();
    var tint =
        switch (number) {
          case 0 -> Tint.RED;
          case 1 -> Tint.YELLOW;
          default -> Tint.PLAIN;
        };
    return new Span("P" + number, tint);
  }

  /// The first twelve digits of a commit's name.
  public static String commit(String name) {
    return name.length() > 12 ? name.substring(0, 12) : name;
  }

  /// Such as `1 bead`, `2 beads`.
  public static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
