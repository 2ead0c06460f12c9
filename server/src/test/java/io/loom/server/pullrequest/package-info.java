@NullMarked
package io.loom.server.pullrequest;

import org.jspecify.annotations.NullMarked;
