/** Operators' directives: mail that is suspended or cancelled while it waits. */
@NullMarked
package io.privatesmtp.delivery.control;

import org.jspecify.annotations.NullMarked;
