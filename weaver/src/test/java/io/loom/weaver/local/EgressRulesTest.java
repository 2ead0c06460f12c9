package io.loom.weaver.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.weaver.Egress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {
  @ParameterizedTest
  @CsvSource({
    "repo.example, repo.example:443, true",
    "repo.example, repo.example:80, true",
    "repo.example, REPO.Example.:443, true",
    "repo.example, repo.example:22, false",
    "repo.example, a.repo.example:443, false",
    "repo.example, repo.example.evil:443, false",
    "repo.example:22, repo.example:22, true",
    "repo.example:22, repo.example:443, false",
    "repo.example:443, repo.example:80, false",
    "*.example, repo.example:443, true",
    "*.example, a.b.example:443, true",
    "*.example, example:443, false",
    "*.example, badexample:443, false",
    "*.example:8443, a.example:8443, true",
    "[2001:db8::1]:443, [2001:db8::1]:443, true",
  })
  void entryAllowsWhatItNames(String entry, String target, boolean allowed) {
    var rules = EgressRules.of(new Egress.AllowList(List.of(entry)));

    assertThat(rules.allow(HostPort.parse(target, 443))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1"
      })
  void addressOfThisMachineOrItsNetworksIsNotPublic(String address) throws UnknownHostException {
    assertThat(AddressPolicy.PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "192.1.0.1", "2606:4700::1111", "2a00::1"})
  void addressOfTheInternetIsPublic(String address) throws UnknownHostException {
    assertThat(AddressPolicy.PUBLIC.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void requestTravelsOnWithoutWhatIsTheProxys() {
    var request =
        ProxyRequest.parse(
            "POST http://u@Repo.example/a?b=c HTTP/1.1\r\nHost: evil\r\nX-A: 1\r\n"
                + "Proxy-Authorization: secret\r\nConnection: keep-alive");

    assertThat(request)
        .isEqualTo(
            new ProxyRequest.Forward(
                new HostPort("repo.example", 80),
                "POST /a?b=c HTTP/1.1\r\nHost: repo.example:80\r\nConnection: close\r\nX-A: 1\r\n\r\n"));
  }
}
