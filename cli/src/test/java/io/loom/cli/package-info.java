@NullMarked
package io.loom.cli;

import org.jspecify.annotations.NullMarked;
