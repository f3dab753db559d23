/** When to try again, and who waits for it. */
@NullMarked
package io.privatesmtp.delivery.retry;

import org.jspecify.annotations.NullMarked;
