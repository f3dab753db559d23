/** The inventory of source addresses, and who bought which. */
@NullMarked
package io.privatesmtp.provisioning.address;

import org.jspecify.annotations.NullMarked;
