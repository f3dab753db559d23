/** Routing requests: which domains may leave from an address, and who decided it. */
@NullMarked
package io.privatesmtp.provisioning.request;

import org.jspecify.annotations.NullMarked;
