package io.loom.ground.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a route answers with when all goes well, where its return type does not say so; one for
/// each status. The description of the API is made from it.
@Repeatable(Answer.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Answer {
  int status() default 200;

  /// The body; [Void] for none.
  Class<?> value();

  Form form() default Form.ONE;

  /// The answers of a route that has several.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface All {
    Answer[] value();
  }

  /// How many of them.
  enum Form {
    ONE,
    LIST
  }
}
