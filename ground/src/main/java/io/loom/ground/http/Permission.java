package io.loom.ground.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a caller must be allowed for a route, as `resource:action`, or one of the constants.
///
/// A route without one stops the start-up.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Permission {
  /// For routes that need no credentials, such as probes.
  String PUBLIC = "public";

  /// For routes about the caller himself, whatever he may do else.
  String SIGNED_IN = "signed-in";

  /// Like [#SIGNED_IN], and open even to those who have to change their password first.
  String HELD_BACK = "held-back";

  String value();

  /// What is enough for the maker of the object that the route is about, who is known to the
  /// service alone: with this, the request comes through, and the service asks for the rest.
  String orMaker() default "";
}
