@NullMarked
package io.loom.server.route;

import org.jspecify.annotations.NullMarked;
