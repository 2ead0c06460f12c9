/// Passwords made into keys and hashes.
@NullMarked
package io.loom.ground.password;

import org.jspecify.annotations.NullMarked;
