/// The `loom` command line: one class per noun, each talking to a server over its REST API.
@NullMarked
package io.loom.cli;

import org.jspecify.annotations.NullMarked;
