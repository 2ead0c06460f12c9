@NullMarked
package io.loom.server.audit;

import org.jspecify.annotations.NullMarked;
