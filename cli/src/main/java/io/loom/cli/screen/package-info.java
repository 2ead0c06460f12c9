/// Writing for people: tables, ages, colours, and text that cannot command a terminal.
@NullMarked
package io.loom.cli.screen;

import org.jspecify.annotations.NullMarked;
