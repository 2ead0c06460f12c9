@NullMarked
package io.loom.server.secret;

import org.jspecify.annotations.NullMarked;
