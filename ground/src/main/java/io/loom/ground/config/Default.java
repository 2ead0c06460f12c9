package io.loom.ground.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a setting is where the file does not name it, written as it would be written there. A list
/// has one text per element.
///
/// Without it, a setting that may be null is null, a section is read from the defaults of its own
/// components, a list or map is empty, and anything else must be named.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  String[] value();
}
