/** The end of an account: its rules and addresses go with it. */
@NullMarked
package io.privatesmtp.provisioning.closure;

import org.jspecify.annotations.NullMarked;
