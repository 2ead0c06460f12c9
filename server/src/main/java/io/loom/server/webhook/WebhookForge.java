package io.loom.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/// The forges that call.
enum WebhookForge {
  GITHUB,
  GITLAB,
  GITEA;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The repository that a call is about, as far as its body says; empty when it does not.
  String repository(JsonNode payload) {
    var pointer =
        switch (this) {
          case GITHUB, GITEA -> "/repository/full_name";
          case GITLAB -> "/project/path_with_namespace";
        };
    return NewsReader.line(payload.at(pointer));
  }

  /// @param name the forge's own name of the event
  Optional<ForgeNews> read(String name, JsonNode payload) {
    return switch (this) {
      case GITHUB, GITEA -> new NewsReader(this, payload).read(name);
      case GITLAB -> new GitlabNewsReader(payload).read();
    };
  }
}
