/// The file `issues.jsonl`: its lines, what they mean, and how two changed versions become one.
///
/// A line is never taken apart: `RawObject` keeps the characters of each key, `BeadDocument` gives
/// them meaning, `BeadFile` is a file of them, `BeadMerge` joins two changed versions of one, and
/// `BeadEra` says whether the file is the truth at all. Nothing here knows a database.
@NullMarked
package io.loom.server.bead.file;

import org.jspecify.annotations.NullMarked;
