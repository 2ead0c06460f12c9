@NullMarked
package io.loom.server.operation;

import org.jspecify.annotations.NullMarked;
