/// Agents, who do the work, and personas, the characters they play.
///
/// `PersonaLibrary` reads persona files and keeps nothing else; `AgentService` has the rules of the
/// `agents` table. Who gets which bead is decided in `dispatch`, what an agent does in `run`.
@NullMarked
package io.loom.server.agent;

import org.jspecify.annotations.NullMarked;
