/** Sessions, limits and back-off for each source address and site. */
@NullMarked
package io.privatesmtp.delivery.lane;

import org.jspecify.annotations.NullMarked;
