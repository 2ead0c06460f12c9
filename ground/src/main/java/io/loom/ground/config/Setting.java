package io.loom.ground.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One component of a settings record, as a key of the file.
///
/// @param type the component's own type: a scalar, a record, `List` or `Map`
/// @param element the type of a list's elements or of a map's values; else the same as `type`
/// @param defaults the texts of [Default], or null without one
/// @param nullable whether the setting may be left empty
/// @param onlyVariable whether [FromVariable] is on it
record Setting(
    String key,
    Class<?> type,
    Class<?> element,
    @Nullable List<String> defaults,
    boolean nullable,
    boolean onlyVariable) {

  /// The settings of a record, in the order of its components.
  static List<Setting> of(Class<?> record) {
    return Arrays.stream(record.getRecordComponents()).map(Setting::of).toList();
  }

  boolean isSection() {
    return isSection(type);
  }

  boolean isListOfSections() {
    return isList() && isSection(element);
  }

  boolean isList() {
    return type == List.class;
  }

  boolean isMap() {
    return type == Map.class;
  }

  /// Some scalars are records too, a size for one.
  private static boolean isSection(Class<?> type) {
    return type.isRecord() && !ScalarParser.parses(type);
  }

  private static Setting of(RecordComponent component) {
    @Nullable Default given = component.getAnnotation(Default.class);
    return new Setting(
        KeyNames.snakeCase(component.getName()),
        component.getType(),
        element(component.getGenericType(), component.getType()),
        given == null ? null : List.of(given.value()),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        component.isAnnotationPresent(FromVariable.class));
  }

  private static Class<?> element(Type declared, Class<?> type) {
    if (declared instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return (Class<?>) arguments[arguments.length - 1];
    }
    return type;
  }
}
