/** What is settled, and which offset may be committed. */
@NullMarked
package io.privatesmtp.delivery.receipt;

import org.jspecify.annotations.NullMarked;
