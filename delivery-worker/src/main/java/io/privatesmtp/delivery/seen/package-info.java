/** Which ids were accepted before, so that a copy of a submission is not sent. */
@NullMarked
package io.privatesmtp.delivery.seen;

import org.jspecify.annotations.NullMarked;
