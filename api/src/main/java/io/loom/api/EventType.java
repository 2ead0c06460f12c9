package io.loom.api;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of events, the one catalogue of them. A wire name is public: add, never rename.
public enum EventType {
  AGENT_SPAWNED("agent.spawned", "An agent was created."),
  AGENT_STATUS_CHANGE("agent.status_change", "An agent started or ended work."),
  AGENT_COMPLETED("agent.completed", "An agent was removed."),
  AGENT_UPDATED("agent.updated", "An agent has another name, persona, provider or project."),
  BEAD_CREATED("bead.created", "A bead was created or imported."),
  BEAD_UPDATED("bead.updated", "Fields of a bead changed."),
  BEAD_ASSIGNED("bead.assigned", "An agent took a bead."),
  BEAD_STATUS_CHANGE("bead.status_change", "A bead's status changed."),
  BEAD_COMPLETED("bead.completed", "A bead was closed."),
  DECISION_CREATED("decision.created", "A question waits for an answer."),
  DECISION_RESOLVED("decision.resolved", "A question was answered."),
  PROVIDER_REGISTERED("provider.registered", "A provider was registered."),
  PROVIDER_UPDATED("provider.updated", "A provider or its health changed."),
  PROVIDER_DELETED("provider.deleted", "A provider was removed."),
  PROJECT_CREATED("project.created", "A project was created."),
  PROJECT_UPDATED("project.updated", "A project or its readiness changed."),
  PROJECT_DELETED("project.deleted", "A project was removed."),
  DEPLOY_KEY_CREATED("deploy_key.created", "A project got its first deploy key."),
  DEPLOY_KEY_ROTATED("deploy_key.rotated", "A project got another deploy key."),
  DEPLOY_KEY_ENDED("deploy_key.ended", "A deploy key that was replaced works no more."),
  HOST_KEYS_FORGOTTEN("host_keys.forgotten", "A project forgot the keys of its git servers."),
  MILESTONE_CHANGED("milestone.changed", "A milestone of a project came, changed or went."),
  RUN_STARTED("run.started", "A run was opened."),
  RUN_STEP("run.step", "A step of a run ended: a turn, an action, a gate."),
  RUN_STATE_CHANGE("run.state_change", "A run pauses, waits, or goes on."),
  RUN_ENDED("run.ended", "A run ended, with its reason."),
  MERGE_QUEUED("merge.queued", "A result waits to be merged."),
  MERGE_COMPLETED("merge.completed", "A result was merged."),
  MERGE_REJECTED("merge.rejected", "A result went back to its agent: conflict or red gate."),
  PULL_REQUEST_QUEUED("pull_request.queued", "A result waits for its pull request."),
  PULL_REQUEST_OPENED("pull_request.opened", "A pull request was opened on the forge."),
  PULL_REQUEST_PUSHED("pull_request.pushed", "A pull request has a new commit of Loom's."),
  PULL_REQUEST_RETURNED("pull_request.returned", "An agent works on what reviewers said."),
  PULL_REQUEST_MERGED("pull_request.merged", "A pull request was merged on the forge."),
  PULL_REQUEST_CLOSED("pull_request.closed", "A pull request was closed without being merged."),
  COMMENT_CREATED("comment.created", "Somebody commented on a bead."),
  USER_CREATED("user.created", "A user was created."),
  USER_UPDATED("user.updated", "A user's mail, role or password changed, or whether he is active."),
  USER_DELETED("user.deleted", "A user was removed."),
  USER_LINKED("user.linked", "Somebody known to a provider of single sign-on is a user now."),
  SESSION_STARTED("session.started", "Somebody signed in."),
  SESSION_REFUSED("session.refused", "Somebody failed to sign in; of many only some are logged."),
  SESSION_ENDED("session.ended", "Sessions of a user ended before their time."),
  DEVICE_DECIDED("device.decided", "Somebody let a program sign in as him, or refused it."),
  API_KEY_CREATED("api_key.created", "An API key was made."),
  API_KEY_REVOKED("api_key.revoked", "An API key was revoked."),
  MEMBER_CHANGED("member.changed", "A user joined a project or has another role in it."),
  MEMBER_REMOVED("member.removed", "A user left a project."),
  ORGANISATION_CREATED("organisation.created", "An organisation was created."),
  ORGANISATION_UPDATED("organisation.updated", "An organisation has another name or members."),
  ORGANISATION_DELETED("organisation.deleted", "An organisation was removed."),
  SECRET_CREATED("secret.created", "A secret was stored."),
  SECRET_UPDATED("secret.updated", "A secret got a new value or description."),
  SECRET_DELETED("secret.deleted", "A secret was removed with all its values."),
  SECRET_REVEALED("secret.revealed", "Somebody looked at the value of a secret."),
  VAULT_ROTATED("vault.rotated", "The vault seals with a new data key."),
  VAULT_PASSWORD_CHANGED("vault.password_changed", "Another password opens the vault."),
  EXTERNAL_GITHUB_ISSUE("external.github_issue", "An issue changed on GitHub."),
  EXTERNAL_GITHUB_PR("external.github_pr", "A pull request on GitHub waits for review."),
  EXTERNAL_GITHUB_PR_UPDATE("external.github_pr_update", "A pull request changed on GitHub."),
  EXTERNAL_GITHUB_COMMENT("external.github_comment", "Somebody commented on GitHub."),
  EXTERNAL_ISSUE("external.issue", "An issue changed on a forge other than GitHub."),
  EXTERNAL_PR("external.pr", "A pull request on another forge waits for review."),
  EXTERNAL_PR_UPDATE("external.pr_update", "A pull request changed on another forge."),
  EXTERNAL_COMMENT("external.comment", "Somebody commented on another forge."),
  EXTERNAL_RELEASE("external.release", "A release was published on a forge.");

  private final String wireName;
  private final String description;

  EventType(String wireName, String description) {
    this.wireName = wireName;
    this.description = description;
  }

  public String wireName() {
    return wireName;
  }

  public String description() {
    return description;
  }

  public static Optional<EventType> find(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }
}
