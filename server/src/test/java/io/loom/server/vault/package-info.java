@NullMarked
package io.loom.server.vault;

import org.jspecify.annotations.NullMarked;
