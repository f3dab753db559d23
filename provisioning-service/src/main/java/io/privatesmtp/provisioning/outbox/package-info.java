/** What changed, in the transaction that changed it, and its way onto the bus. */
@NullMarked
package io.privatesmtp.provisioning.outbox;

import org.jspecify.annotations.NullMarked;
