/** What may keep a recipient from being sent to: directives, suppressions, quotas. */
@NullMarked
package io.privatesmtp.delivery.gate;

import org.jspecify.annotations.NullMarked;
