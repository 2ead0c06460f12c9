/// The control plane: features in packages, each with a rank; see ARCHITECTURE.md.
@NullMarked
package io.loom.server;

import org.jspecify.annotations.NullMarked;
