/// Every setting of the server, typed: one record per section, defaults beside the components.
///
/// [LoomConfig] is the root and knows the rules between sections; each section checks its own. How
/// a file becomes records is in [io.loom.ground.config]. Keys are public: add them, never rename
/// one. `config.yaml.example` lists them all, and a test compares.
@NullMarked
package io.loom.server.config;

import org.jspecify.annotations.NullMarked;
