@NullMarked
package io.loom.server.decision;

import org.jspecify.annotations.NullMarked;
