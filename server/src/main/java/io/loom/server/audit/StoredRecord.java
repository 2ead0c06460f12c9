package io.loom.server.audit;

import org.jspecify.annotations.Nullable;

/// A record as it lies in the database.
///
/// @param seq its place among all records, in the order in which they were written
/// @param n its place in the chain, 0 before it is sealed
/// @param mac the seal of the record alone
/// @param hash its link in the chain
record StoredRecord(AuditRecord record, long seq, long n, String mac, @Nullable String hash) {
  boolean isSealed() {
    return n > 0;
  }
}
