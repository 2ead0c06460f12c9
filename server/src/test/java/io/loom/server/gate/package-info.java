@NullMarked
package io.loom.server.gate;

import org.jspecify.annotations.NullMarked;
