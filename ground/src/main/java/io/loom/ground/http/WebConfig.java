package io.loom.ground.http;

import io.loom.base.ByteSize;
import java.time.Duration;
import java.util.List;

/// Where and how a web server listens.
///
/// @param bind the address, such as `127.0.0.1`
/// @param port 0 picks a free one
/// @param extraPorts listened on as well; one that is taken is an error unless optional
/// @param extraPortsOptional whether a taken extra port is only a warning
/// @param idle how long a connection may say nothing
/// @param body the largest request body
public record WebConfig(
    String bind,
    int port,
    List<Integer> extraPorts,
    boolean extraPortsOptional,
    Duration idle,
    ByteSize body) {
  public WebConfig {
    extraPorts = List.copyOf(extraPorts);
  }
}
