@NullMarked
package io.loom.bench.dispatch;

import org.jspecify.annotations.NullMarked;
