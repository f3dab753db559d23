/** Which hosts take mail for a domain, and which addresses may be dialled. */
@NullMarked
package io.privatesmtp.delivery.mx;

import org.jspecify.annotations.NullMarked;
