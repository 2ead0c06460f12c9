@NullMarked
package io.loom.bench.demo;

import org.jspecify.annotations.NullMarked;
