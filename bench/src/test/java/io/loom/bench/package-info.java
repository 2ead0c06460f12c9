/// Tests of the command line.
@NullMarked
package io.loom.bench;

import org.jspecify.annotations.NullMarked;
