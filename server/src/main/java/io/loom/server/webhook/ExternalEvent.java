package io.loom.server.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// Something that happened on a forge. Its texts were written by strangers.
///
/// @param forge such as `github`
/// @param repository such as `octocat/hello`
/// @param number of the issue or pull request, 0 for a release
/// @param title of the issue, pull request or release, shortened
/// @param url of the page about it
/// @param sender who did it, by the name there
record ExternalEvent(
    @JsonIgnore EventType type,
    String forge,
    String repository,
    @Nullable String projectId,
    String action,
    long number,
    String title,
    String url,
    String sender)
    implements Event {
  @Override
  @JsonIgnore
  public String subject() {
    return number == 0 ? repository : "%s#%d".formatted(repository, number);
  }
}
