@NullMarked
package io.loom.server.auth;

import org.jspecify.annotations.NullMarked;
