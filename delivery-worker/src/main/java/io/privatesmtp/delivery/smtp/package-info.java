/** The guarded SMTP dialogue. */
@NullMarked
package io.privatesmtp.delivery.smtp;

import org.jspecify.annotations.NullMarked;
