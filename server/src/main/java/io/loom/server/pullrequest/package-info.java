/// Results that are merged by pull request: pushed to a branch of their own, opened on the forge,
/// watched until people have merged or closed them.
///
/// A project with the strategy `branch-pr` has its results taken from the merge queue by
/// [io.loom.server.pullrequest.PullRequestService]; what reviewers say goes back to the run that
/// waits, as a conflict of the queue does.
@NullMarked
package io.loom.server.pullrequest;

import org.jspecify.annotations.NullMarked;
