/// Talking to a Loom server: requests, refusals, and the event stream that resumes.
@NullMarked
package io.loom.cli.rest;

import org.jspecify.annotations.NullMarked;
