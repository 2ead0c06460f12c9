/// Certificates and private keys in PEM files, and the TLS that is spoken with them.
@NullMarked
package io.loom.ground.tls;

import org.jspecify.annotations.NullMarked;
