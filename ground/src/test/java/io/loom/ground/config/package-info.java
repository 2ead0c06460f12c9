@NullMarked
package io.loom.ground.config;

import org.jspecify.annotations.NullMarked;
