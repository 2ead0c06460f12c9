@NullMarked
package io.loom.ground.database;

import org.jspecify.annotations.NullMarked;
