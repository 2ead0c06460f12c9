package io.loom.ground.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a caller must be allowed for a route, as `resource:action`, or [#PUBLIC].
///
/// A route without one stops the start-up.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Permission {
  /// For routes that need no credentials, such as probes.
  String PUBLIC = "public";

  String value();
}
