/// Beads whose truth is a Dolt database: they are read and written through the program `bd`, never
/// in its files.
@NullMarked
package io.loom.server.sync.dolt;

import org.jspecify.annotations.NullMarked;
