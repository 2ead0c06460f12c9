@NullMarked
package io.loom.server.device;

import org.jspecify.annotations.NullMarked;
