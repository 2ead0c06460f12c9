/// Actions: what an agent can do with an answer, read out of the model's words and done in a
/// weaver.
///
/// `Action` is one thing to do, `ActionCatalogue` describes all of them to a model, `ActionParser`
/// finds them in an answer, `ActionRunner` does those that concern the workspace. `LoopDetector`
/// and `ConversationWindow` watch the conversation. Everything here is pure but for the weaver that
/// is handed in: what an answer means for a run, and the actions of the server itself (a bead, a
/// comment, a decision, the end), are decided in `run`.
@NullMarked
package io.loom.server.action;

import org.jspecify.annotations.NullMarked;
