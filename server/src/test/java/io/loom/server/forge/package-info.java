@NullMarked
package io.loom.server.forge;

import org.jspecify.annotations.NullMarked;
