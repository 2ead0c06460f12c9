@NullMarked
package io.loom.server.dispatch;

import org.jspecify.annotations.NullMarked;
