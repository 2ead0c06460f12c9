@NullMarked
package io.loom.server.action;

import org.jspecify.annotations.NullMarked;
