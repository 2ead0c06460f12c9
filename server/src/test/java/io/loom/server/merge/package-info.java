@NullMarked
package io.loom.server.merge;

import org.jspecify.annotations.NullMarked;
