/// What lies within a caller's reach, as SQL asks for it. Whose reach it is, the authenticator
/// says; what is done with it, each feature.
@NullMarked
package io.loom.server.reach;

import org.jspecify.annotations.NullMarked;
