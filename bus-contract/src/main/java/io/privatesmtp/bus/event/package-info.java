/** What became of a message: delivery and bounce events. */
@NullMarked
package io.privatesmtp.bus.event;

import org.jspecify.annotations.NullMarked;
