package io.loom.server.bead.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A file of beads, one per line, in which only changed lines ever differ.
///
/// Lines that are no beads stay: headers, memories, blank and unreadable ones. Of two lines with
/// one id, as a union merge of git leaves them, the one that was changed last counts, as it does to
/// `bd`; both stay.
public final class BeadFile {
  private static final int LONGEST_LINE = 64 << 20;
  private static final int LONGEST_ID = 255;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] NEWLINE = {'\n'};

  /// Something that a reader should know about a file.
  ///
  /// @param line counted from one
  public record Problem(int line, String detail) {}

  /// What reading a file into the database came to.
  ///
  /// @param total how many beads the file has
  public record Import(int created, int updated, int total, List<Problem> problems) {
    public Import {
      problems = List.copyOf(problems);
    }
  }

  /// @param start of the text in the file
  /// @param end of the text, before its line ending
  /// @param next where the following line begins
  /// @param id of the bead, if it is the line that counts for it
  private record Line(int start, int end, int next, @Nullable String id) {
    Line withoutBead() {
      return new Line(start, end, next, null);
    }
  }

  private final byte[] bytes;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, BeadDocument> beads = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Problem refusal;
  private int memories;

  private BeadFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param bytes belong to the file from now on
  public static BeadFile parse(byte[] bytes) {
    var file = new BeadFile(bytes);
    int start = file.startsWith(0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    for (int at = start; at < bytes.length && file.refusal == null; ) {
      at = file.read(at);
    }
    return file;
  }

  /// The beads by id, in the order of the file; none if the file is refused.
  public Map<String, BeadDocument> beads() {
    return refusal == null ? beads : Map.of();
  }

  public Optional<BeadDocument> find(String id) {
    return Optional.ofNullable(beads().get(id));
  }

  /// How many lines `bd remember` wrote.
  public int memories() {
    return memories;
  }

  /// What could not be understood, in the order of the file.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// Why nothing of the file can be trusted, such as a merge that was left half done.
  public Optional<Problem> refusal() {
    return Optional.ofNullable(refusal);
  }

  /// In which line a bead is, counted from one.
  public int lineOf(String id) {
    return numbers.getOrDefault(id, 0);
  }

  private boolean startsWith(int at, byte[] mark) {
    if (at + mark.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (bytes[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /// Reads the line at a place and returns where the next one is.
  private int read(int start) {
    int newline = start;
    while (newline < bytes.length && bytes[newline] != '\n') {
      newline++;
    }
    int end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    int next = Math.min(newline + 1, bytes.length);
    int number = lines.size() + 1;
    if (isConflictMarker(start, end)) {
      refusal = new Problem(number, "A merge conflict was not resolved; nothing is read.");
      problems.add(refusal);
      return bytes.length;
    }
    var document = document(start, end, number);
    if (document == null || !document.isBead()) {
      memories += document != null && document.text("_type").equals("memory") ? 1 : 0;
      lines.add(new Line(start, end, next, null));
    } else {
      lines.add(new Line(start, end, next, document.id()));
      addBead(document, number);
    }
    return next;
  }

  private void addBead(BeadDocument document, int number) {
    var id = document.id();
    var other = beads.putIfAbsent(id, document);
    if (other == null) {
      numbers.put(id, number);
      return;
    }
    int first = numbers.getOrDefault(id, number);
    boolean isLater = isLater(document, other);
    if (isLater) {
      beads.put(id, document);
      numbers.put(id, number);
    }
    int ignored = isLater ? first : number;
    lines.set(ignored - 1, lines.get(ignored - 1).withoutBead());
    problems.add(
        new Problem(
            ignored,
            "Bead %s is in line %d too, which counts.".formatted(id, isLater ? number : first)));
  }

  private static boolean isLater(BeadDocument one, BeadDocument other) {
    var time = one.time("updated_at");
    var before = other.time("updated_at");
    return time != null && (before == null || time.isAfter(before));
  }

  private boolean isConflictMarker(int start, int end) {
    int first = start < end ? bytes[start] : ' ';
    if ("<=>|".indexOf(first) < 0 || end - start < 7) {
      return false;
    }
    for (int i = 1; i < 7; i++) {
      if (bytes[start + i] != first) {
        return false;
      }
    }
    return end - start == 7 || bytes[start + 7] == ' ';
  }

  private @Nullable BeadDocument document(int start, int end, int number) {
    try {
      if (end - start > LONGEST_LINE) {
        throw new IllegalArgumentException("longer than 64 MB");
      }
      var text = text(start, end);
      return text.isBlank() ? null : checked(BeadDocument.parse(text));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(number, "Not a bead: %s.".formatted(e.getMessage())));
      return null;
    }
  }

  private static BeadDocument checked(BeadDocument bead) {
    var id = bead.id();
    if (id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("its id is no id");
    }
    return bead;
  }

  private String text(int start, int end) {
    try {
      var buffer = ByteBuffer.wrap(bytes, start, end - start);
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException _) {
      throw new IllegalArgumentException("not UTF-8");
    }
  }

  /// The file with these beads in it: in place of their lines, or as new ones where the file's
  /// order wants them.
  ///
  /// @throws IllegalStateException when the file is refused
  public byte[] render(Collection<BeadDocument> changed) {
    if (refusal != null) {
      throw new IllegalStateException(refusal.detail());
    }
    var replaced = new LinkedHashMap<String, BeadDocument>();
    var added = new TreeMap<String, BeadDocument>();
    for (var bead : changed) {
      (beads.containsKey(bead.id()) ? replaced : added).put(bead.id(), styled(bead));
    }
    var out = new ByteArrayOutputStream(bytes.length + 256);
    out.write(bytes, 0, lines.isEmpty() ? bytes.length : lines.getFirst().start());
    boolean sorted = isSorted();
    for (var line : lines) {
      if (sorted && line.id() != null) {
        addBefore(line.id(), added, out);
      }
      var bead = line.id() == null ? null : replaced.get(line.id());
      write(line, bead, out);
    }
    if (!added.isEmpty() && !lines.isEmpty() && lines.getLast().next() == lines.getLast().end()) {
      out.writeBytes(ending());
    }
    added.values().forEach(bead -> write(bead, out));
    return out.toByteArray();
  }

  /// The line that a bead gets in this file.
  public BeadDocument styled(BeadDocument bead) {
    boolean typed = !beads.isEmpty() && beads.values().iterator().next().raw("_type") != null;
    var explicit = bead.explicit();
    return typed && !beads.containsKey(bead.id()) ? explicit.withText("_type", "issue") : explicit;
  }

  private void addBefore(
      String id, SortedMap<String, BeadDocument> added, ByteArrayOutputStream out) {
    var before = added.headMap(id);
    before.values().forEach(bead -> write(bead, out));
    before.clear();
  }

  private void write(Line line, @Nullable BeadDocument bead, ByteArrayOutputStream out) {
    if (bead == null) {
      out.write(bytes, line.start(), line.next() - line.start());
    } else {
      out.writeBytes(bead.line().getBytes(StandardCharsets.UTF_8));
      out.write(bytes, line.end(), line.next() - line.end());
    }
  }

  private void write(BeadDocument bead, ByteArrayOutputStream out) {
    out.writeBytes(bead.line().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(ending());
  }

  private byte[] ending() {
    if (lines.isEmpty() || lines.getFirst().next() == lines.getFirst().end()) {
      return NEWLINE;
    }
    var first = lines.getFirst();
    return Arrays.copyOfRange(bytes, first.end(), first.next());
  }

  private boolean isSorted() {
    String last = "";
    for (var line : lines) {
      if (line.id() != null) {
        if (line.id().compareTo(last) < 0) {
          return false;
        }
        last = line.id();
      }
    }
    return true;
  }
}
