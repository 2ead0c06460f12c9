package io.loom.weaver.local;

import io.loom.weaver.Egress;
import java.util.List;

/// The hosts on a weaver's allow-list.
record EgressRules(List<Rule> rules) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int WEB = 0;

  /// @param port [#WEB] stands for the two that the web uses
  record Rule(String host, int port) {
    boolean matches(HostPort target) {
      boolean portMatches =
          port == WEB ? target.port() == HTTP || target.port() == HTTPS : port == target.port();
      boolean hostMatches =
          host.startsWith("*.")
              ? target.host().endsWith(host.substring(1))
                  && target.host().length() > host.length() - 1
              : target.host().equals(host);
      return portMatches && hostMatches;
    }
  }

  /// @throws IllegalArgumentException naming the entry that is none
  static EgressRules of(Egress.AllowList list) {
    return new EgressRules(list.hosts().stream().map(EgressRules::rule).toList());
  }

  private static Rule rule(String text) {
    HostPort entry;
    boolean namesPort;
    try {
      entry = HostPort.parse(text.strip(), HTTPS);
      namesPort = entry.equals(HostPort.parse(text.strip(), HTTP));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" cannot stand on an allow-list; write host, host:port or *.domain".formatted(text),
          e);
    }
    var rest = entry.host().startsWith("*.") ? entry.host().substring(2) : entry.host();
    if (rest.isEmpty() || rest.indexOf('*') >= 0 || rest.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "\"%s\" cannot stand on an allow-list; write host, host:port or *.domain"
              .formatted(text));
    }
    return new Rule(entry.host(), namesPort ? entry.port() : WEB);
  }

  boolean allow(HostPort target) {
    return rules.stream().anyMatch(rule -> rule.matches(target));
  }

  @Override
  public String toString() {
    return String.join(
        ", ",
        rules.stream()
            .map(rule -> rule.port() == WEB ? rule.host() : rule.host() + ":" + rule.port())
            .toList());
  }
}
