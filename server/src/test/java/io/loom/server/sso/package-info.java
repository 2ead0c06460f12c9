@NullMarked
package io.loom.server.sso;

import org.jspecify.annotations.NullMarked;
