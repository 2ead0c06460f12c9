@NullMarked
package io.loom.server.run;

import org.jspecify.annotations.NullMarked;
