/** Which source addresses this host has. */
@NullMarked
package io.privatesmtp.delivery.egress;

import org.jspecify.annotations.NullMarked;
