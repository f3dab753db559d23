/** The compacted tables that delivery workers follow. */
@NullMarked
package io.privatesmtp.bus.routing;

import org.jspecify.annotations.NullMarked;
