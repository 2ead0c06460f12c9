/// API keys: credentials for programs.
///
/// A key is shown once and stored as a keyed hash, so finding it is one look into an index.
/// `ApiKeyService` has the rules; what a key may do at the moment is worked out by `auth` with each
/// use, from the rights that its user and its maker have then.
@NullMarked
package io.loom.server.apikey;

import org.jspecify.annotations.NullMarked;
