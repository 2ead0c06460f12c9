@NullMarked
package io.loom.server.apikey;

import org.jspecify.annotations.NullMarked;
