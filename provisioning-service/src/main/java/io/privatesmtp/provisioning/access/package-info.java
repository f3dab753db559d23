/** Who calls, and what of a call may be believed. */
@NullMarked
package io.privatesmtp.provisioning.access;

import org.jspecify.annotations.NullMarked;
