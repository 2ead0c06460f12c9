@NullMarked
package io.loom.server.project;

import org.jspecify.annotations.NullMarked;
