package io.loom.server.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.loom.ground.http.Json;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The schemas of the wire records, as Jackson writes them. What is not nullable in an answer is
/// always there.
final class Schemas {
  private static final SnakeCaseStrategy WIRE = new SnakeCaseStrategy();

  private final ModelConverters converters = new ModelConverters(true);
  private final Components components;
  private final Set<Class<?>> answered = new HashSet<>();

  Schemas(Components components) {
    this.components = components;
    converters.addConverter(new ModelResolver(Json.mapper().copy()).openapi31(true));
  }

  /// @param type such as `string`
  static Schema<Object> of(String type) {
    var schema = new Schema<Object>(SpecVersion.V31);
    schema.setTypes(Set.of(type));
    return schema;
  }

  /// What a client sends.
  Schema<?> ofRequest(Type type) {
    return resolve(type);
  }

  /// What the server answers.
  Schema<?> ofAnswer(Type type) {
    var schema = resolve(type);
    requireFields(type);
    return schema;
  }

  Schema<?> ofAnswerList(Class<?> element) {
    return of("array").items(ofAnswer(element));
  }

  private Schema<?> resolve(Type type) {
    if (type == Object.class) {
      return new Schema<Object>(SpecVersion.V31);
    }
    var resolved = converters.resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
    resolved.referencedSchemas.forEach(this::addOnce);
    return resolved.schema;
  }

  /// What was added before may have its required fields already.
  private void addOnce(String name, Schema<?> schema) {
    var known = components.getSchemas();
    if (known == null || !known.containsKey(name)) {
      components.addSchemas(name, schema);
    }
  }

  private void requireFields(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::requireFields);
    } else if (type instanceof Class<?> record && record.isRecord() && answered.add(record)) {
      var required = new ArrayList<String>();
      for (var component : record.getRecordComponents()) {
        if (!isNullable(component)) {
          required.add(WIRE.translate(component.getName()));
        }
        requireFields(component.getGenericType());
      }
      Schema<?> schema =
          Objects.requireNonNull(components.getSchemas().get(record.getSimpleName()));
      schema.setRequired(required);
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return List.<AnnotatedElement>of(component.getAnnotatedType(), component).stream()
        .anyMatch(it -> it.isAnnotationPresent(Nullable.class));
  }
}
