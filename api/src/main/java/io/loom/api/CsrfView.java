package io.loom.api;

/// What a page repeats in the header `X-CSRF-Token` of requests that change something.
public record CsrfView(String csrfToken) {
  /// Leaves the token out, for logs.
  @Override
  public String toString() {
    return "CsrfView[]";
  }
}
