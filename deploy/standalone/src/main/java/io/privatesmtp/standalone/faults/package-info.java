/** The fault suite: {@code ./psr faults} breaks a system of its own in every way it should survive, and counts. */
@NullMarked
package io.privatesmtp.standalone.faults;

import org.jspecify.annotations.NullMarked;
