@NullMarked
package io.loom.server.user;

import org.jspecify.annotations.NullMarked;
