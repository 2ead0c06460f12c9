@NullMarked
package io.loom.server.event;

import org.jspecify.annotations.NullMarked;
