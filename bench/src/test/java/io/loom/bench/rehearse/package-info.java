/// Tests of the scripted model, over real HTTP.
@NullMarked
package io.loom.bench.rehearse;

import org.jspecify.annotations.NullMarked;
