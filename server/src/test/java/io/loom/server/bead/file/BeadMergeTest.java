package io.loom.server.bead.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Two versions of a bead become one.
class BeadMergeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String EARLY = "\"updated_at\":\"2026-01-01T01:00:00Z\"";
  private static final String LATE = "\"updated_at\":\"2026-01-01T02:00:00Z\"";

  /// What each case is about, the base, ours, theirs, and what becomes of them, all without the
  /// braces, the id and the time of change.
  static Stream<Arguments> cases() {
    return Stream.of(
        of("both changed the same", "'x':1", "'x':2", "'x':2", "'x':2"),
        of("only theirs", "'x':1", "'x':1", "'x':2,'y':3", "'x':2,'y':3"),
        of("only ours", "'x':1", "'x':2,'y':3", "'x':1", "'x':2,'y':3"),
        of("ours removed it", "'notes':'n'", "", "'notes':'n'", ""),
        of("theirs removed it", "'notes':'n'", "'notes':'n'", "", ""),
        of("a change beats a removal", "'notes':'n'", "", "'notes':'m'", "'notes':'m'"),
        of("the higher priority", "'priority':2", "'priority':1", "'priority':3", "'priority':1"),
        of("P0 too", "'priority':2", "'priority':1", "'priority':0", "'priority':0"),
        of("an absent priority is P0", "'priority':2", "", "'priority':1", "'priority':1"),
        of(
            "ours, as to its type",
            "'issue_type':'a'",
            "'issue_type':'b'",
            "'issue_type':'c'",
            "'issue_type':'b'"),
        of(
            "the later due date",
            "",
            "'due_at':'2026-02-01T00:00:00Z'",
            "'due_at':'2026-01-31T23:59:59-08:00'",
            "'due_at':'2026-01-31T23:59:59-08:00'"),
        of("a flag that either set", "'pinned':false", "'pinned':true", "", "'pinned':true"),
        of(
            "notes that both appended to",
            "'notes':'n'",
            "'notes':'n\\na'",
            "'notes':'n\\nb'",
            "'notes':'n\\nb\\n---\\na'"),
        of(
            "notes that both wrote anew",
            "'notes':'n'",
            "'notes':'a'",
            "'notes':'b'",
            "'notes':'b\\n---\\na'"),
        of(
            "notes that say more",
            "'notes':'n'",
            "'notes':'n a'",
            "'notes':'n a b'",
            "'notes':'n a b'"),
        of(
            "closed wins over ours",
            "'status':'blocked'",
            "'status':'open'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z'"),
        of(
            "closed wins over theirs",
            "'status':'open'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z','close_reason':'ok'",
            "'status':'in_progress'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z','close_reason':'ok'"),
        of(
            "reopened by us alone",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z'",
            "'status':'open'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z'",
            "'status':'open'"),
        of(
            "the later close with its reason",
            "'status':'open'",
            "'status':'closed','closed_at':'2026-01-01T10:00:00Z','close_reason':'a'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z','close_reason':'b'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z','close_reason':'b'"),
        of(
            "a reason that only we changed",
            "'status':'closed','closed_at':'1','close_reason':'a'",
            "'status':'closed','closed_at':'1','close_reason':'b'",
            "'status':'closed','closed_at':'1','close_reason':'a'",
            "'status':'closed','closed_at':'1','close_reason':'b'"),
        of(
            "a tombstone over closed",
            "'status':'open'",
            "'status':'closed','closed_at':'2026-01-01T11:00:00Z'",
            "'status':'tombstone','deleted_at':'2025-12-31T00:00:00Z'",
            "'status':'tombstone','deleted_at':'2025-12-31T00:00:00Z'"),
        of(
            "our tombstone",
            "'status':'open'",
            "'status':'tombstone','deleted_at':'2025-12-31T00:00:00Z','deleted_by':'a'",
            "'status':'in_progress'",
            "'status':'tombstone','deleted_at':'2025-12-31T00:00:00Z','deleted_by':'a'"),
        of(
            "no tombstone that expired",
            "'status':'open'",
            "'status':'in_progress'",
            "'status':'tombstone','deleted_at':'2025-11-01T00:00:00Z'",
            "'status':'in_progress'"),
        of(
            "the later of two tombstones",
            "'status':'open'",
            "'status':'tombstone','deleted_at':'2025-12-31T00:00:00Z','deleted_by':'a'",
            "'status':'tombstone','deleted_at':'2025-12-30T00:00:00Z','deleted_by':'b'",
            "'status':'tombstone','deleted_at':'2025-12-31T00:00:00Z','deleted_by':'a'"),
        of(
            "metadata member by member",
            "'metadata':{'a':1,'b':{'c':1.50,'d':2}}",
            "'metadata':{'a':2,'b':{'c':1.50,'d':2}}",
            "'metadata':{'a':1,'b':{'c':1.50,'d':3},'e':4}",
            "'metadata':{'a':2,'b':{'c':1.50,'d':3},'e':4}"),
        of(
            "labels one by one",
            "'labels':['x','y']",
            "'labels':['ours','x']",
            "'labels':['theirs','x','y']",
            "'labels':['ours','theirs','x']"),
        of(
            "labels in an order of their own",
            "'labels':['y','x']",
            "'labels':['y','x','a']",
            "'labels':['y','x','b']",
            "'labels':['y','x','b','a']"),
        of(
            "edges: removals win, additions stay",
            "'dependencies':[{'depends_on_id':'a','type':'blocks'},{'depends_on_id':'b','type':'blocks'}]",
            "'dependencies':[{'depends_on_id':'b','type':'blocks'},{'depends_on_id':'c','type':'blocks'}]",
            "'dependencies':[{'depends_on_id':'a','type':'blocks'},{'depends_on_id':'d','type':'blocks'}]",
            "'dependencies':[{'depends_on_id':'d','type':'blocks'},{'depends_on_id':'c','type':'blocks'}]"),
        of(
            "an edge that we changed",
            "'dependencies':[{'depends_on_id':'a','type':'waits-for','metadata':'{}'}]",
            "'dependencies':[{'depends_on_id':'a','type':'waits-for','metadata':'{\\'gate\\':\\'any-children\\'}'}]",
            "'dependencies':[{'depends_on_id':'a','type':'waits-for','metadata':'{}'},{'depends_on_id':'b'}]",
            "'dependencies':[{'depends_on_id':'a','type':'waits-for','metadata':'{\\'gate\\':\\'any-children\\'}'},{'depends_on_id':'b'}]"),
        of(
            "comments of both, with numbers of their own",
            "'comments':[{'id':1,'text':'base'}]",
            "'comments':[{'id':1,'text':'base'},{'id':2,'text':'ours'}]",
            "'comments':[{'id':1,'text':'base'},{'id':2,'text':'theirs'}]",
            "'comments':[{'id':1,'text':'base'},{'id':2,'text':'theirs'},{'id':3,'text':'ours'}]"),
        of(
            "counts are made true",
            "'comment_count':0",
            "'comments':[{'id':'o','text':'ours'}],'comment_count':1",
            "'comments':[{'id':'t','text':'theirs'}],'comment_count':1",
            "'comments':[{'id':'t','text':'theirs'},{'id':'o','text':'ours'}],'comment_count':2"),
        of(
            "unknown keys of both",
            "'x':1.0",
            "'x':1.0,'o':1e400",
            "'x':1.00,'t':[1.10]",
            "'x':1.00,'t':[1.10],'o':1e400"));
  }

  private static Arguments of(String what, String base, String ours, String theirs, String merged) {
    return Arguments.of(what, base, ours, theirs, merged);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void mergeIs(String what, String base, String ours, String theirs, String merged) {
    var result =
        BeadMerge.merge(document(base, ""), document(ours, EARLY), document(theirs, EARLY), NOON);

    assertThat(result.without("updated_at").line()).as(what).isEqualTo(document(merged, "").line());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void mergeOfAMergeIsTheSame(String what, String base, String ours, String theirs, String merged) {
    var before = document(base, "");
    var left = document(ours, EARLY);
    var right = document(theirs, LATE);

    var result = BeadMerge.merge(before, left, right, NOON);

    assertThat(BeadMerge.merge(right, result, right, NOON).line())
        .as(what)
        .isEqualTo(result.line());
    assertThat(BeadMerge.merge(before, left, result, NOON).without("updated_at").line())
        .as(merged)
        .isEqualTo(result.without("updated_at").line());
  }

  private static BeadDocument document(String members, String time) {
    var all = Stream.of("\"id\":\"a\"", json(members), time).filter(it -> !it.isEmpty()).toList();
    return BeadDocument.parse("{" + String.join(",", all) + "}");
  }

  /// Quotes are single ones here; those inside a text are escaped.
  private static String json(String members) {
    return members.replace("\\'", "\u0001").replace('\'', '"').replace("\u0001", "\\\"");
  }

  @Test
  void textThatLosesBecomesOneComment() {
    var base = BeadDocument.parse("{\"id\":\"a\",\"title\":\"t\"}");
    var ours = BeadDocument.parse("{\"id\":\"a\",\"title\":\"ours\"," + EARLY + "}");
    var theirs = BeadDocument.parse("{\"id\":\"a\",\"title\":\"theirs\"," + LATE + "}");

    var merged = BeadMerge.merge(base, ours, theirs, NOON);

    assertThat(merged.text("title")).isEqualTo("theirs");
    assertThat(merged.comments())
        .singleElement()
        .satisfies(comment -> {
          assertThat(comment.text("author")).isEqualTo("loom");
          assertThat(comment.text("text"))
              .isEqualTo("Two changes of the title met; this one was not kept:\n\nours");
          assertThat(comment.text("created_at")).isEqualTo("2026-01-01T01:00:00Z");
        });
    assertThat(BeadMerge.merge(base, ours, merged, NOON).comments()).hasSize(1);
    assertThat(BeadMerge.merge(base, theirs, ours, NOON).text("title")).isEqualTo("theirs");
  }

  @Test
  void mergeIsNewerThanBothAndTheirsIsLeftAlone() {
    var base = BeadDocument.parse("{\"id\":\"a\",\"x\":1,\"y\":1}");
    var ours = BeadDocument.parse("{\"id\":\"a\"," + LATE + ",\"x\":2,\"y\":1}");
    var future = "\"updated_at\":\"2026-01-01T22:00:00+08:00\"";
    var theirs = BeadDocument.parse("{\"id\":\"a\",\"x\":1,\"y\":2," + future + "}");

    assertThat(BeadMerge.merge(base, ours, theirs, NOON).text("updated_at"))
        .isEqualTo("2026-01-01T14:00:01Z");
    assertThat(BeadMerge.merge(base, base, theirs, NOON)).isSameAs(theirs);
    assertThat(BeadMerge.merge(base, ours, base, NOON).line()).isEqualTo(ours.line());
  }

  @Test
  void whatIsWrittenInAnotherWayIsNoChange() {
    var base =
        BeadDocument.parse("{\"id\":\"a\",\"title\":\"é <\",\"metadata\":{\"a\":1,\"b\":2}}");
    var theirs =
        BeadDocument.parse(
            "{\"id\": \"a\", \"title\": \"\\u00e9 \\u003c\", \"metadata\": {\"b\": 2, \"a\": 1}}");
    var ours = base.withText("title", "ours");

    var merged = BeadMerge.merge(base, ours, theirs, NOON);

    assertThat(merged.text("title")).isEqualTo("ours");
    assertThat(merged.comments()).isEmpty();
    assertThat(merged.raw("metadata")).isEqualTo("{\"b\": 2, \"a\": 1}");
  }
}
