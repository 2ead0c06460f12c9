@NullMarked
package io.loom.server.credential;

import org.jspecify.annotations.NullMarked;
