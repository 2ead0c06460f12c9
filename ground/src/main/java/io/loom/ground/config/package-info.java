/// Settings: a YAML file and the environment in, plain records out.
///
/// A feature declares its settings as a record; [ConfigReader] fills it by the names and types of
/// its components, and [Default] says what holds where the file is silent. What is wrong with a
/// file is told all at once, as values. Which sections there are is decided by the programs that
/// use this package, not here.
@NullMarked
package io.loom.ground.config;

import org.jspecify.annotations.NullMarked;
