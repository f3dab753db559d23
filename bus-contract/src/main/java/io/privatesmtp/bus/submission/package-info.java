/** What a producer puts on the bus: a message with its envelope. */
@NullMarked
package io.privatesmtp.bus.submission;

import org.jspecify.annotations.NullMarked;
