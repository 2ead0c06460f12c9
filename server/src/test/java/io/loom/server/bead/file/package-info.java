@NullMarked
package io.loom.server.bead.file;

import org.jspecify.annotations.NullMarked;
