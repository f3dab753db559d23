/** SMTP's own values: replies, status codes, stages. */
@NullMarked
package io.privatesmtp.bus.smtp;

import org.jspecify.annotations.NullMarked;
