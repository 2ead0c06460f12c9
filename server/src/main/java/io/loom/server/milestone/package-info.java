/// Milestones: points in time that a project works towards, and that beads may be for.
@NullMarked
package io.loom.server.milestone;

import org.jspecify.annotations.NullMarked;
