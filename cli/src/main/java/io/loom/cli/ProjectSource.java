package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.PlainText;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Words;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `loom project files` and `loom project git`.
final class ProjectSource {
  /// What can be done with files.
  enum FileVerb {
    READ,
    TREE,
    SEARCH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What can be done with a repository.
  enum GitVerb {
    STATUS,
    LOG,
    BRANCHES,
    DIFF,
    SYNC,
    COMMIT,
    PUSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Session session;
  private final String project;

  ProjectSource(Session session, String project) {
    this.session = session;
    this.project = project;
  }

  void files(
      FileVerb verb, @Nullable String what, @Nullable String reference, @Nullable Integer depth) {
    if (verb != FileVerb.TREE && what == null) {
      throw Failure.usage(verb == FileVerb.READ ? "Name a file, too." : "Say what to look for.");
    }
    var path =
        ApiPath.of("projects", project, "files", verb.toString())
            .with(verb == FileVerb.SEARCH ? "query" : "path", what)
            .with("ref", reference)
            .with("max_depth", depth);
    var answer = session.client().get(path);
    switch (verb) {
      case READ -> session.show(answer, screen -> content(screen, answer));
      case TREE -> session.list(answer, "There is nothing.", _ -> tree(answer));
      case SEARCH -> session.list(answer, "Nothing was found.", _ -> matches(answer));
    }
  }

  private static void content(Screen screen, JsonNode file) {
    if (file.path("binary").asBoolean()) {
      screen.line("%s is binary, %s bytes.".formatted(text(file, "path"), text(file, "size")));
    } else if (text(file, "type").equals("symlink")) {
      screen.line("%s is a link to %s.".formatted(text(file, "path"), text(file, "target")));
    } else {
      lines(screen, file.path("content").asText());
    }
  }

  private static void lines(Screen screen, String text) {
    text.lines().forEach(line -> screen.line(PlainText.line(line)));
  }

  private static Table tree(JsonNode entries) {
    var table = new Table("TYPE", "SIZE", "path");
    for (var entry : entries) {
      table.row(
          Span.dim(text(entry, "type")),
          Span.of(text(entry, "size")),
          Span.of(text(entry, "path")));
    }
    return table;
  }

  private static Table matches(JsonNode lines) {
    var table = new Table("path", "LINE", "text");
    for (var line : lines) {
      table.row(
          Span.bold(text(line, "path")), Span.of(text(line, "line")), Span.of(text(line, "text")));
    }
    return table;
  }

  void git(GitVerb verb, @Nullable String reference, @Nullable String message) {
    switch (verb) {
      case STATUS -> status(session.client().get(worktree(verb)));
      case LOG -> log(session.client().get(history(verb).with("ref", reference)));
      case BRANCHES -> branches(session.client().get(history(verb)));
      case DIFF -> {
        var diff = session.client().get(history(verb).with("to", reference));
        session.show(diff, screen -> lines(screen, diff.path("diff").asText()));
      }
      case SYNC, PUSH -> {
        var answer = session.client().post(worktree(verb), Json.object());
        session.say(answer, text(answer, "message"));
      }
      case COMMIT -> {
        if (message == null) {
          throw Failure.usage("Say what was changed, with --message.");
        }
        var answer = session.client().post(worktree(verb), Json.object().put("message", message));
        session.say(answer, text(answer, "message"));
      }
    }
  }

  private ApiPath worktree(GitVerb verb) {
    return ApiPath.of("projects", "git", verb.toString()).with("project_id", project);
  }

  private ApiPath history(GitVerb verb) {
    return ApiPath.of("projects", project, "git", verb.toString());
  }

  private void status(JsonNode status) {
    session.show(
        status,
        screen -> {
          screen.field("branch", text(status, "branch"));
          screen.field("newest", Words.commit(text(status, "last_commit_hash")));
          screen.field("worktree", text(status, "work_dir"));
          screen.field("is at", Words.commit(text(status, "work_commit")));
          screen.field("unpushed", status.path("unpushed").asBoolean() ? "yes" : "");
          screen.field("synced", screen.age(text(status, "last_sync_at")));
          for (var change : status.path("changes")) {
            screen.line("%s %s".formatted(text(change, "status"), text(change, "path")));
          }
        });
  }

  private void log(JsonNode commits) {
    session.list(
        commits,
        "There are no commits.",
        screen -> {
          var table = new Table("COMMIT", "AGE", "AUTHOR", "subject");
          for (var commit : commits) {
            table.row(
                Span.bold(Words.commit(text(commit, "sha"))),
                screen.age(text(commit, "authored_at")),
                Span.of(text(commit, "author_name")),
                Span.of(text(commit, "subject")));
          }
          return table;
        });
  }

  private void branches(JsonNode branches) {
    session.list(
        branches,
        "There are no branches.",
        screen -> {
          var table = new Table("name", "COMMIT", "AGE", "NOTE");
          for (var branch : branches) {
            table.row(
                Span.bold(text(branch, "name")),
                Span.of(Words.commit(text(branch, "commit"))),
                screen.age(text(branch, "committed_at")),
                Span.dim(branch.path("is_protected").asBoolean() ? "protected" : ""));
          }
          return table;
        });
  }
}
