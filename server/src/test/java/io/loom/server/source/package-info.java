@NullMarked
package io.loom.server.source;

import org.jspecify.annotations.NullMarked;
