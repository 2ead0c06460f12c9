/// Numbers for Prometheus.
@NullMarked
package io.loom.ground.metric;

import org.jspecify.annotations.NullMarked;
