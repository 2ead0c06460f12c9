/// A model that plays from a script: an HTTP server that answers OpenAI chat completions, over the
/// wire as a vendor would, with what a YAML file says.
///
/// `Script` is the file once read (`ScriptParser`, `ScriptNode`), a list of `Rule`s, each with
/// `Condition`s on a `Conversation` and one `Reply`. `ScriptedModel` owns the socket and the
/// threads, `ClientConnection` speaks HTTP, `Routes` decides what a request gets, `ChatAnswer`
/// words it, `BoughtAnswers` remembers it by idempotency key, `RequestLog` notes what happened.
///
/// Which reply a conversation gets depends on the conversation and the `times` counters alone, so a
/// request that is sent again is answered again in the same way.
@NullMarked
package io.loom.bench.rehearse;

import org.jspecify.annotations.NullMarked;
