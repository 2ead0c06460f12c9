@NullMarked
package io.loom.ground.http;

import org.jspecify.annotations.NullMarked;
