package io.loom.ground.http;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/// Reads the headers that name media types before a route is looked for. Jersey would read them
/// again for the answer, and answer nothing at all where that fails.
@PreMatching
final class MediaHeaders implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    try {
      var _ = request.getAcceptableMediaTypes();
    } catch (ProcessingException | IllegalArgumentException _) {
      // A wish that cannot be read is none, as RFC 9110 has it.
      request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
    }
    try {
      var _ = request.getMediaType();
    } catch (ProcessingException | IllegalArgumentException _) {
      request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
      throw new NotSupportedException();
    }
  }
}
