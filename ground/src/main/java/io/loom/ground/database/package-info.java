/// The database: one write path and many readers, on SQLite or PostgreSQL, migrated at start.
///
/// SQL itself lives in the repositories of the features.
@NullMarked
package io.loom.ground.database;

import org.jspecify.annotations.NullMarked;
