package io.loom.server;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.loom.api.EventType;
import io.loom.server.event.Event;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the records of events in what was compiled, and the keys that each has on the wire.
final class EventKeys {
  private static final SnakeCaseStrategy WIRE = new SnakeCaseStrategy();

  private EventKeys() {}

  static Map<EventType, List<String>> ofRecords()
      throws IOException, URISyntaxException, ReflectiveOperationException {
    var keys = new EnumMap<EventType, List<String>>(EventType.class);
    for (var type : EventType.values()) {
      for (var candidate : records()) {
        if (type.equals(typeOf(candidate, type))) {
          keys.put(type, keys(candidate));
        }
      }
    }
    return keys;
  }

  private static List<Class<?>> records()
      throws IOException, URISyntaxException, ReflectiveOperationException {
    var classes =
        Path.of(LoomServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> files;
    try (var found = Files.walk(classes)) {
      files = found.filter(file -> file.toString().endsWith(".class")).toList();
    }
    var records = new java.util.ArrayList<Class<?>>();
    for (var file : files) {
      var name =
          classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
      if (!name.endsWith("-info")) {
        var type = Class.forName(name, false, EventKeys.class.getClassLoader());
        if (type.isRecord() && Event.class.isAssignableFrom(type)) {
          records.add(type);
        }
      }
    }
    return records;
  }

  /// The type of an event of this record whose every component is empty.
  ///
  /// @param given for a record that is told its type; only those of its own noun count
  private static @Nullable EventType typeOf(Class<?> record, EventType given)
      throws ReflectiveOperationException {
    var components = record.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var constructor = record.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    var noun = given.wireName().substring(0, given.wireName().indexOf('.'));
    boolean itsNoun = record.getSimpleName().equalsIgnoreCase(noun.replace("_", "") + "event");
    var values =
        Arrays.stream(types)
            .map(type -> type == EventType.class ? (itsNoun ? given : null) : empty(type))
            .toArray();
    return ((Event) constructor.newInstance(values)).type();
  }

  private static @Nullable Object empty(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  private static List<String> keys(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .filter(component -> !isIgnored(record, component))
        .map(EventKeys::key)
        .toList();
  }

  private static String key(RecordComponent component) {
    var given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null ? WIRE.translate(component.getName()) : given.value();
  }

  private static boolean isIgnored(Class<?> record, RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonIgnore.class)
        || component.isAnnotationPresent(JsonIgnore.class)
        || Arrays.stream(record.getDeclaredFields())
            .anyMatch(field ->
                field.getName().equals(component.getName())
                    && field.isAnnotationPresent(JsonIgnore.class));
  }
}
