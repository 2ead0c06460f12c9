package io.loom.server.webhook;

import io.loom.api.NewBead;
import io.loom.server.bead.BeadResult;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.BeadService.Guard;
import io.loom.server.pullrequest.PullRequestService;
import io.loom.server.reach.Actor;
import io.loom.server.webhook.WebhookRules.Rule;
import org.jdbi.v3.core.Handle;

/// Does to beads what the rules say. Safe for many threads: it keeps no state of its own.
final class BeadRules {
  private final WebhookRules rules;
  private final BeadService beads;
  private final PullRequestService pulls;

  BeadRules(WebhookRules rules, BeadService beads, PullRequestService pulls) {
    this.rules = rules;
    this.beads = beads;
    this.pulls = pulls;
  }

  void follow(Handle transaction, ForgeNews news, String projectId) {
    if (news.isOfPullRequest()) {
      pulls.lookNow(transaction, projectId, news.number());
    }
    for (var rule : rules.rules()) {
      if (rule.fits(news)) {
        follow(transaction, rule, news, projectId);
      }
    }
  }

  private void follow(Handle transaction, Rule rule, ForgeNews news, String projectId) {
    var link = LinkRepository.Link.of(news, projectId);
    var beadId = LinkRepository.find(transaction, link);
    if (beadId.isEmpty()) {
      if (rule.then() == WebhookRules.Deed.CREATE_BEAD) {
        create(transaction, rule, news, link);
      }
      return;
    }
    var id = beadId.get();
    var by = "%s on %s".formatted(news.sender(), news.forge().wireName());
    var _ =
        switch (rule.then()) {
          case CREATE_BEAD, REOPEN_BEAD ->
              beads
                  .find(transaction, id)
                  .filter(bead -> bead.isClosed())
                  .map(_ ->
                      beads.reopen(transaction, Actor.SYSTEM, id, "Opened again by " + by + "."))
                  .orElseGet(() -> new BeadResult.NoSuchBead(id));
          case CLOSE_BEAD ->
              beads.close(
                  transaction,
                  Actor.SYSTEM,
                  id,
                  "It was %s by %s.".formatted(news.action(), by),
                  Guard.FORCED);
          case COMMENT ->
              news.text().isBlank()
                  ? new BeadResult.NoSuchBead(id)
                  : beads.comment(transaction, Actor.SYSTEM, id, by + ": " + news.text());
        };
  }

  private void create(Handle transaction, Rule rule, ForgeNews news, LinkRepository.Link link) {
    if (news.isOfPullRequest() && pulls.isOwn(transaction, link.projectId(), news.branch())) {
      return;
    }
    var text =
        "%s\n\nBy %s on %s.%s"
            .formatted(
                news.url(),
                news.sender(),
                news.forge().wireName(),
                news.text().isBlank() ? "" : " They wrote:\n\n" + quoted(news.text()));
    var wanted = NewBead.of(link.projectId(), rule.title(news), rule.type(), text, rule.priority());
    if (beads.create(transaction, Actor.SYSTEM, wanted) instanceof BeadResult.Done(var bead)) {
      LinkRepository.insert(transaction, link, bead.id());
    }
  }

  /// What strangers wrote is told from what Loom writes.
  private static String quoted(String text) {
    return "> " + text.replace("\n", "\n> ");
  }
}
