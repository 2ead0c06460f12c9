package io.loom.server.bead.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// A long file with everything that files of beads were seen with: every version's keys, escapes,
/// numbers and times, and lines that are no beads at all.
public final class OddBeads {
  /// What one line in so many is like; `%1$s` is the id of its bead, `%2$s` that of the one before.
  private static final List<String> LINES =
      List.of(
          "{\"id\":\"%1$s\",\"title\":\"plain\",\"status\":\"open\",\"priority\":2,\"issue_type\":\"task\",\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T00:00:00Z\"}",
          "{\"id\":\"%1$s\",\"title\":\"P0 said\",\"priority\":0}",
          "{\"id\":\"%1$s\",\"title\":\"P0 not said\"}",
          "{\"_type\":\"issue\",\"id\":\"%1$s\",\"title\":\"Écran vide \\u003c 1 \\u0026\",\"description\":\"two\\nlines\\tand \\\"quotes\\\"\",\"priority\":0,\"metadata\":{\"files\":[\"ui/List.java\"],\"retry\":{\"max\":123456789012345678901}},\"labels\":[\"backend\",\"ui\"],\"comments\":[{\"id\":\"0199aa10-5b7e-7c31-9d40-3f1f6a2b7c01\",\"issue_id\":\"%1$s\",\"author\":\"ben\",\"text\":\"Seen → yes\",\"created_at\":\"2026-09-02T10:00:00Z\"}],\"dependency_count\":0,\"dependent_count\":1,\"comment_count\":1}",
          "{\"id\":\"%1$s\",\"title\":\"numbered comment\",\"priority\":3,\"comments\":[{\"id\":17,\"issue_id\":\"%1$s\",\"author\":\"ana\",\"text\":\"old\",\"created_at\":\"2025-12-21T00:00:00Z\"}]}",
          "{\"id\":\"%1$s\",\"title\":\"<unescaped> & \u2028 \\u2028\",\"priority\":1}",
          "{\"id\":\"%1$s\",\"title\":\"times\",\"priority\":1,\"created_at\":\"2025-10-30T11:22:33.123456789-08:00\",\"updated_at\":\"2025-10-30T11:22:33.1-08:00\",\"defer_until\":\"2036-09-20t06:00:00z\"}",
          "{\"id\":\"%1$s\",\"title\":\"unknown\",\"status\":\"qa_review\",\"priority\":7,\"issue_type\":\"saga\",\"x_vendor\":[1.0,1e400,-0],\"lease_expires_at\":\"?\"}",
          "{\"id\":\"%1$s\",\"title\":\"Obsolete\",\"status\":\"tombstone\",\"priority\":3,\"deleted_at\":\"2025-12-28T12:00:00Z\",\"deleted_by\":\"ana\",\"delete_reason\":\"duplicate\",\"original_type\":\"task\"}",
          "{\"id\":\"%1$s\",\"title\":\"edges\",\"priority\":2,\"dependencies\":[{\"issue_id\":\"%1$s\",\"depends_on_id\":\"%2$s\",\"type\":\"blocks\",\"created_at\":\"2026-09-03T07:00:00Z\",\"metadata\":\"{}\"},{\"issue_id\":\"%1$s\",\"depends_on_id\":\"odd-gone\",\"type\":\"blocks\"},{\"issue_id\":\"%1$s\",\"depends_on_id\":\"external:x:y\",\"type\":\"blocks\"},{\"issue_id\":\"%1$s\",\"depends_on_id\":\"%2$s\",\"type\":\"waits-for\",\"metadata\":\"{\\\"gate\\\":\\\"any-children\\\"}\"}]}",
          "{\"id\":\"%2$s.1\",\"title\":\"a child without an edge\",\"priority\":2}",
          "{ \"id\" : \"%1$s\" ,\t\"title\" : \"spaces\" , \"priority\" : 2 , \"nested\" : { \"z\" : 1 , \"a\" : [ ] } }",
          "{\"id\":\"%1$s\",\"title\":\"done\",\"status\":\"closed\",\"priority\":2,\"closed_at\":\"2026-01-02T00:00:00-08:00\",\"close_reason\":\"ok\",\"closed_by_session\":\"s\"}",
          "{\"id\":\"%1$s\",\"title\":\"\\ud800 half \\ud83d\\ude42 \\u0000\",\"priority\":2,\"content_hash\":\"abc\",\"source_repo\":\".\",\"timeout\":86400000000000}",
          "{\"priority\":2,\"title\":\"keys in another order, one twice\",\"id\":\"%1$s\",\"title\":\"the last counts\"}",
          "{\"id\":\"%1$s\",\"title\":\"a formula\",\"priority\":2,\"is_template\":true,\"bonded_from\":[{\"proto_id\":\"p\",\"bond_type\":\"x\"}],\"waiters\":[\"a\"],\"ephemeral\":false}",
          "{\"_schema\":\"beads-jsonl/1\",\"_sort\":\"id\",\"_project_id\":\"p\"}",
          "{\"_type\":\"memory\",\"key\":\"%1$s\",\"value\":\"remember\"}",
          "{\"id\":\"odd-00000\",\"title\":\"said twice\",\"priority\":4}",
          "not json at all {",
          "",
          "   ",
          "[]",
          "{\"id\":\"\"}",
          "{\"id\":\"%1$s\",\"title\":\"" + "é".repeat(250) + "\",\"priority\":2}");

  private OddBeads() {}

  /// A file of so many lines that begins with a byte order mark, ends some lines in CR LF and the
  /// last one in nothing, and has a line that is not UTF-8 and a very long one.
  public static byte[] file(int lines) {
    var out = new ByteArrayOutputStream();
    out.writeBytes("\uFEFF".getBytes(UTF_8));
    for (int i = 0; i < lines; i++) {
      if (i == lines / 3) {
        out.write(0xC3);
        out.write(0x28);
      } else if (i == lines / 2) {
        out.writeBytes(
            "{\"id\":\"odd-long\",\"priority\":1,\"notes\":\"%s\"}"
                .formatted("x".repeat(3 << 20))
                .getBytes(UTF_8));
      } else {
        out.writeBytes(line(i).getBytes(UTF_8));
      }
      if (i < lines - 1) {
        out.writeBytes((i % 7 == 3 ? "\r\n" : "\n").getBytes(UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static String line(int i) {
    return LINES
        .get(i % LINES.size())
        .formatted("odd-%05d".formatted(i), "odd-%05d".formatted(i - 1));
  }
}
