/** How much leaves: quotas of accounts on shared addresses, daily allowances of addresses, and their use by all workers. */
@NullMarked
package io.privatesmtp.delivery.quota;

import org.jspecify.annotations.NullMarked;
