@NullMarked
package io.loom.cli.rest;

import org.jspecify.annotations.NullMarked;
