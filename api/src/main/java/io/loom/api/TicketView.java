package io.loom.api;

/// A ticket for one event stream or terminal: `?ticket=` in its address.
///
/// @param expiresIn in seconds
public record TicketView(String ticket, long expiresIn) {
  /// Leaves the ticket out, for logs.
  @Override
  public String toString() {
    return "TicketView[expiresIn=%d]".formatted(expiresIn);
  }
}
