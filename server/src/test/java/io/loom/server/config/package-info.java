@NullMarked
package io.loom.server.config;

import org.jspecify.annotations.NullMarked;
