/// Secrets that people store for what works on their behalf: for an organisation, a project or a
/// weaver, each with its versions.
///
/// `SecretService` is for people: they see names and versions, and a value only when they ask for
/// it, which leaves an event. `SecretLookup` is for runs and weavers: the values that one of them
/// may have. Values lie sealed in the database; what seals them is the vault's.
@NullMarked
package io.loom.server.secret;

import org.jspecify.annotations.NullMarked;
