package io.loom.cli.rest;

import java.net.URI;
import java.util.Map;

/// What requests show to say who makes them.
public interface Authorization {
  /// For requests that need nobody.
  Authorization NONE =
      new Authorization() {
        @Override
        public Map<String, String> headers(URI server) {
          return Map.of();
        }

        @Override
        public String remedy(URI server) {
          return "";
        }
      };

  /// @param server the only one that these are for
  Map<String, String> headers(URI server);

  /// What to do when the server knows nobody by these headers; blank where there is nothing to say.
  String remedy(URI server);
}
