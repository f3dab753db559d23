/** Signs mail in its sender domain's name (RFC 6376, RFC 8463): which keys, where they come from, what is signed. */
@NullMarked
package io.privatesmtp.delivery.dkim;

import org.jspecify.annotations.NullMarked;
