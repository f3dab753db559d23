/** The message as it goes on the wire. */
@NullMarked
package io.privatesmtp.delivery.message;

import org.jspecify.annotations.NullMarked;
