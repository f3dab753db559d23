/** DKIM keys: made here, kept encrypted, given to workers and to nobody else. */
@NullMarked
package io.privatesmtp.provisioning.dkim;

import org.jspecify.annotations.NullMarked;
