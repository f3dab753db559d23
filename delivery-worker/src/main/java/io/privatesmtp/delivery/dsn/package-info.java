/** Reports to the sender whose mail failed (RFC 3464). */
@NullMarked
package io.privatesmtp.delivery.dsn;

import org.jspecify.annotations.NullMarked;
