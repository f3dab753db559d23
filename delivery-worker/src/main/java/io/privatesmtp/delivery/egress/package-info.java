/** Where connections leave: this host's addresses, the doors of other workers, an operator's proxies. */
@NullMarked
package io.privatesmtp.delivery.egress;

import org.jspecify.annotations.NullMarked;
