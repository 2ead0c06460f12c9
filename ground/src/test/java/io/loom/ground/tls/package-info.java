@NullMarked
package io.loom.ground.tls;

import org.jspecify.annotations.NullMarked;
