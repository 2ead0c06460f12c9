@NullMarked
package io.loom.server.git;

import org.jspecify.annotations.NullMarked;
