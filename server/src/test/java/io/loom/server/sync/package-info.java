@NullMarked
package io.loom.server.sync;

import org.jspecify.annotations.NullMarked;
