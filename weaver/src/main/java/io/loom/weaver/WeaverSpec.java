package io.loom.weaver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a weaver is made of.
///
/// @param id letters, digits and hyphens, at most 63; chosen by the caller
/// @param image empty or `host` on the local platform
/// @param workspace the folder that the weaver sees, writable, as its workspace; the caller made
///   it, the platform removes it with the weaver
/// @param readOnly folders of this machine that the weaver sees read-only under the same path, such
///   as borrowed git objects
/// @param caches folders of this machine that the weaver sees writable at the given path inside
/// @param environment what commands see; nothing of the server's own environment is added
/// @param egress what the weaver may reach
/// @param limits what all commands of the weaver share, unless a command has narrower ones
public record WeaverSpec(
    String id,
    String image,
    Path workspace,
    List<Path> readOnly,
    Map<String, Path> caches,
    Map<String, String> environment,
    Egress egress,
    Limits limits) {
  public WeaverSpec {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("\"%s\" cannot name a weaver".formatted(id));
    }
    readOnly = List.copyOf(readOnly);
    caches = Map.copyOf(caches);
    environment = Map.copyOf(environment);
  }
}
