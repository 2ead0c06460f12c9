package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A bead's result on its way through a pull request.
///
/// @param runId the run that waits for it; absent when that has ended
/// @param base the branch that it is for
/// @param state `queued`, `open`, `returned` (its agent works on what reviewers said), `merged`,
///   `closed` or `withdrawn`
/// @param number on the forge; absent before it is opened
/// @param head the newest commit that Loom pushed to the branch
/// @param rounds how often its agent was given something back
/// @param checks of the forge: `none`, `pending`, `green` or `red`
/// @param mergeable `yes`, `conflict` or `unknown`
/// @param detail what it waits for, or why it cannot go on, in words
/// @param nextLookAt when Loom asks the forge again, if it is not told before
public record PullRequestView(
    String id,
    String projectId,
    String beadId,
    @Nullable String runId,
    String base,
    String branch,
    String state,
    @Nullable Long number,
    @Nullable String url,
    @Nullable String head,
    int rounds,
    String checks,
    String mergeable,
    @Nullable String detail,
    @Nullable String mergedCommit,
    Instant nextLookAt,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
