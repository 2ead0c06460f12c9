@NullMarked
package io.loom.server.webhook;

import org.jspecify.annotations.NullMarked;
