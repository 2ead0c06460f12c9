@NullMarked
package io.loom.server.provider;

import org.jspecify.annotations.NullMarked;
