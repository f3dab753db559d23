/** The central loop: a record becomes transactions, and their outcomes settle it. */
@NullMarked
package io.privatesmtp.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
