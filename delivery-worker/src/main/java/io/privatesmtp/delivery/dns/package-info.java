/** Asks name servers, within bounds of time and number, and remembers what they said for as long as they said. */
@NullMarked
package io.privatesmtp.delivery.dns;

import org.jspecify.annotations.NullMarked;
