/// Makes the description of the API out of the resources, and compares it with the one shipped.
@NullMarked
package io.loom.server.openapi;

import org.jspecify.annotations.NullMarked;
