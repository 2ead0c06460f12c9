/// Organisations: who shares what is not of a project, such as weavers.
///
/// Every user has a personal one, which comes and goes with him. Others have owners, at least one,
/// admins and members.
@NullMarked
package io.loom.server.organisation;

import org.jspecify.annotations.NullMarked;
