/// The whole server against the scripted model, in one process.
@NullMarked
package io.loom.bench.whole;

import org.jspecify.annotations.NullMarked;
