/** A record becomes a message, or a dead letter that says why. */
@NullMarked
package io.privatesmtp.delivery.intake;

import org.jspecify.annotations.NullMarked;
