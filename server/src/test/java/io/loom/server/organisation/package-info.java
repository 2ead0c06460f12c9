@NullMarked
package io.loom.server.organisation;

import org.jspecify.annotations.NullMarked;
