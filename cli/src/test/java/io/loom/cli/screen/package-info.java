@NullMarked
package io.loom.cli.screen;

import org.jspecify.annotations.NullMarked;
