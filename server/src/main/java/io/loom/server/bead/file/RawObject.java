package io.loom.server.bead.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A JSON object as text: its members in their order, each with the characters it was read with.
///
/// A change makes a new object in which all other members, spaces included, are what they were.
final class RawObject {
  /// @param lead all characters from the brace or comma before it to its value
  /// @param trail spaces after its value
  private record Member(String key, String lead, String value, String trail) {
    static Member of(String key, String value) {
      return new Member(key, RawText.encode(key) + ":", value, "");
    }
  }

  private final String open;
  private final List<Member> members;
  private final String close;

  private RawObject(String open, List<Member> members, String close) {
    this.open = open;
    this.members = members;
    this.close = close;
  }

  /// @throws IllegalArgumentException when the text is not one JSON object
  static RawObject parse(String text) {
    var scanner = new RawText(text);
    scanner.skipSpace();
    scanner.require('{');
    var open = scanner.since(0);
    var members = new ArrayList<Member>();
    int start = scanner.position();
    scanner.skipSpace();
    if (scanner.take('}')) {
      scanner.skipSpace();
      return end(scanner, new RawObject(open, members, scanner.since(start)));
    }
    members.add(member(scanner, start));
    while (scanner.take(',')) {
      members.add(member(scanner, scanner.position()));
    }
    start = scanner.position();
    scanner.require('}');
    scanner.skipSpace();
    return end(scanner, new RawObject(open, members, scanner.since(start)));
  }

  /// @param start of its leading spaces, of which some may have been stepped over
  private static Member member(RawText scanner, int start) {
    scanner.skipSpace();
    var key = RawText.decode(scanner.string());
    scanner.skipSpace();
    scanner.require(':');
    scanner.skipSpace();
    var lead = scanner.since(start);
    var value = scanner.value();
    int end = scanner.position();
    scanner.skipSpace();
    return new Member(String.valueOf(key), lead, value, scanner.since(end));
  }

  private static RawObject end(RawText scanner, RawObject object) {
    if (!scanner.isAtEnd()) {
      throw scanner.malformed("the end expected");
    }
    return object;
  }

  /// The characters of a key's value. Of a key that comes twice the last counts, as in Go.
  @Nullable String get(String key) {
    int index = indexOf(key);
    return index < 0 ? null : members.get(index).value();
  }

  List<String> keys() {
    return members.stream().map(Member::key).distinct().toList();
  }

  private int indexOf(String key) {
    for (int i = members.size() - 1; i >= 0; i--) {
      if (members.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// Sets a key where it is, or, when it is new, behind all keys of a lower rank.
  ///
  /// @param rank of a key in the usual order; below zero when it has none
  RawObject with(String key, String value, ToIntFunction<String> rank) {
    int index = indexOf(key);
    var changed = new ArrayList<>(members);
    if (index >= 0) {
      var member = members.get(index);
      changed.set(index, new Member(key, member.lead(), value, member.trail()));
    } else {
      changed.add(place(rank.applyAsInt(key), rank), Member.of(key, value));
    }
    return new RawObject(open, changed, close);
  }

  private int place(int wanted, ToIntFunction<String> rank) {
    if (wanted < 0) {
      return members.size();
    }
    int place = 0;
    for (int i = 0; i < members.size(); i++) {
      int other = rank.applyAsInt(members.get(i).key());
      if (other >= 0 && other < wanted) {
        place = i + 1;
      }
    }
    return place;
  }

  RawObject without(String key) {
    var kept = members.stream().filter(member -> !member.key().equals(key)).toList();
    return new RawObject(open, kept, close);
  }

  /// The object as text; the very text it was read from, if nothing was changed.
  @Override
  public String toString() {
    var text = new StringBuilder(open);
    for (int i = 0; i < members.size(); i++) {
      var member = members.get(i);
      text.append(i == 0 ? "" : ",").append(member.lead()).append(member.value());
      text.append(member.trail());
    }
    return text.append(close).toString();
  }
}
