/** Accounts: opened, limited, suspended, resumed. */
@NullMarked
package io.privatesmtp.provisioning.account;

import org.jspecify.annotations.NullMarked;
