package io.loom.api;

import org.jspecify.annotations.Nullable;

/// What looking through the audit trail came to.
///
/// @param ok whether every record is as Loom wrote it
/// @param checked how many records of the chain were found to be so, up to the first that is not
/// @param waiting how many are not in the chain yet
/// @param first where the chain begins, 0 when it is empty
/// @param last where it ends
/// @param hash of the last record; who notes `last` and `hash` elsewhere can ask for them later
/// @param damage the first that is not as it was, absent when all is well
public record AuditVerificationView(
    boolean ok,
    long checked,
    long waiting,
    long first,
    long last,
    String hash,
    @Nullable Damage damage) {
  /// @param kind `changed`, `missing`, `reordered`, `cut_off`, `forged` or `head`
  /// @param n the place in the chain, absent for a record that has none
  /// @param recordId absent when there is no such record
  /// @param detail all of it in words
  public record Damage(String kind, @Nullable Long n, @Nullable String recordId, String detail) {}
}
