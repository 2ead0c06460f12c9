@NullMarked
package io.loom.server.agent;

import org.jspecify.annotations.NullMarked;
