/// Who did what, on which object, from where and on whose behalf, and what was refused to whom.
///
/// `AuditRecorder` writes a record in the transaction of each change; `RefusalRecorder` writes
/// those of refused requests. `AuditSealer` gives each record its place in a chain of hashes under
/// a key of the vault, `AuditVerifier` finds what somebody changed, removed, moved or put in behind
/// Loom's back. `AuditResource` shows it all.
@NullMarked
package io.loom.server.audit;

import org.jspecify.annotations.NullMarked;
