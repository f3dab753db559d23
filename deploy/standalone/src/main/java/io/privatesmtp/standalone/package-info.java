/** The whole system on one machine, without containers: what {@code ./psr} starts, stops, sends and shows. */
@NullMarked
package io.privatesmtp.standalone;

import org.jspecify.annotations.NullMarked;
