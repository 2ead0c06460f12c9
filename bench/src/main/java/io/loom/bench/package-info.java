/// The program around Loom: the model that plays from a script, and what measures and shows Loom by
/// means of it. Nothing in the server knows of this module.
@NullMarked
package io.loom.bench;

import org.jspecify.annotations.NullMarked;
