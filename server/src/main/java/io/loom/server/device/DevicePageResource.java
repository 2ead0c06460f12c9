package io.loom.server.device;

import io.loom.ground.http.Permission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The page where a person enters the code that a program shows.
///
/// The page holds nothing of anybody: its script asks the API, as whoever the browser's cookie says
/// and with the header against forged requests.
@Path("/device")
public final class DevicePageResource {
  private final String page = read("device.html");
  private final String script = read("device.js");
  private final String style = read("device.css");

  DevicePageResource() {}

  @GET
  @Produces("text/html; charset=utf-8")
  @Permission(Permission.PUBLIC)
  public String page() {
    return page;
  }

  @GET
  @Path("/device.js")
  @Produces("text/javascript; charset=utf-8")
  @Permission(Permission.PUBLIC)
  public String script() {
    return script;
  }

  @GET
  @Path("/device.css")
  @Produces("text/css; charset=utf-8")
  @Permission(Permission.PUBLIC)
  public String style() {
    return style;
  }

  private static String read(String name) {
    try (var file = DevicePageResource.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
