/** What came of an attempt: classification and events. */
@NullMarked
package io.privatesmtp.delivery.outcome;

import org.jspecify.annotations.NullMarked;
