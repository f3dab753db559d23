/** How much encryption a destination is asked for. */
@NullMarked
package io.privatesmtp.delivery.tls;

import org.jspecify.annotations.NullMarked;
