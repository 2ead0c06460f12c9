package io.loom.weaver.local;

import java.net.Inet6Address;
import java.net.InetAddress;

/// Which addresses may be connected to, whatever name led there.
@FunctionalInterface
public interface AddressPolicy {
  /// Public addresses only: nothing of this machine, its networks or its cloud.
  AddressPolicy PUBLIC = AddressPolicy::isPublic;

  boolean allows(InetAddress address);

  private static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return address instanceof Inet6Address
        ? isPublicSix(bytes(address))
        : isPublicFour(bytes(address));
  }

  /// Beyond what Java names: "this" network, carrier-grade NAT, protocol assignments,
  /// documentation, benchmarks, and all from 240 up.
  private static boolean isPublicFour(int[] part) {
    boolean special =
        part[0] == 0
            || part[0] >= 240
            || (part[0] == 100 && part[1] >= 64 && part[1] < 128)
            || (part[0] == 192 && part[1] == 0 && (part[2] == 0 || part[2] == 2))
            || (part[0] == 198 && (part[1] == 18 || part[1] == 19))
            || (part[0] == 198 && part[1] == 51 && part[2] == 100)
            || (part[0] == 203 && part[1] == 0 && part[2] == 113);
    return !special;
  }

  /// Global unicast only, without those that carry an IPv4 address that nobody checked (6to4,
  /// Teredo) and without documentation. Mapped addresses are not in that range.
  private static boolean isPublicSix(int[] part) {
    boolean global = (part[0] & 0xE0) == 0x20;
    boolean sixToFour = part[0] == 0x20 && part[1] == 0x02;
    boolean special = part[0] == 0x20 && part[1] == 0x01 && part[2] < 0x02;
    boolean documentation =
        part[0] == 0x20 && part[1] == 0x01 && part[2] == 0x0D && part[3] == 0xB8;
    return global && !sixToFour && !special && !documentation;
  }

  private static int[] bytes(InetAddress address) {
    var raw = address.getAddress();
    var unsigned = new int[raw.length];
    for (int i = 0; i < raw.length; i++) {
      unsigned[i] = raw[i] & 0xFF;
    }
    return unsigned;
  }
}
