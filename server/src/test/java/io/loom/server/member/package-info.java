@NullMarked
package io.loom.server.member;

import org.jspecify.annotations.NullMarked;
