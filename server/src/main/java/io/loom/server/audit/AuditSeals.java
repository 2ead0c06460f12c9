package io.loom.server.audit;

import io.loom.base.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Seals records and chains them, with a key that the database does not know. Safe for many
/// threads.
///
/// Every field goes in with its length before it, so that no two records have the same bytes. What
/// is sealed begins with what it is, so that one kind of seal never serves as another.
final class AuditSeals {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  AuditSeals(Secret key) {
    this.key = new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /// The seal of a record by itself, which it has from the beginning.
  String ofRecord(AuditRecord record) {
    return fields("record", record).hex();
  }

  /// The link of a record in the chain.
  ///
  /// @param previous the link of the record before it
  String ofLink(long n, String previous, AuditRecord record, String mac) {
    return fields("link", record).add(n).add(previous).add(mac).hex();
  }

  String ofHead(ChainHead.Kind kind, ChainHead head) {
    return start("head " + kind.name().toLowerCase(Locale.ROOT))
        .add(head.n())
        .add(head.hash())
        .hex();
  }

  static boolean areSame(String some, String other) {
    return MessageDigest.isEqual(
        some.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private Sealing fields(String what, AuditRecord record) {
    var actor = record.actor();
    var origin = record.origin();
    return start(what)
        .add(record.id())
        .add(record.time().toEpochMilli())
        .add(actor.name())
        .add(actor.id())
        .add(actor.credential())
        .add(actor.onBehalfOf())
        .add(record.action())
        .add(record.target().kind())
        .add(record.target().id())
        .add(record.projectId())
        .add(record.outcome())
        .add(origin.address())
        .add(origin.requestId())
        .add(origin.method())
        .add(origin.route())
        .add(record.count())
        .add(record.detail());
  }

  private Sealing start(String what) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return new Sealing(mac).add("loom audit 1 " + what);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private record Sealing(Mac mac) {
    Sealing add(String text) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      mac.update(bytes);
      return this;
    }

    Sealing add(long number) {
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
      return this;
    }

    String hex() {
      return HexFormat.of().formatHex(mac.doFinal());
    }
  }
}
