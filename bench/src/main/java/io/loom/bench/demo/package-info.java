/// `loom demo`: Loom from an empty folder to three merged commits, with everything that happens
/// shown. It uses Loom as a user does: the programs of `bin/` and the REST API.
@NullMarked
package io.loom.bench.demo;

import org.jspecify.annotations.NullMarked;
