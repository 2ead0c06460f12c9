@NullMarked
package io.loom.server.reach;

import org.jspecify.annotations.NullMarked;
