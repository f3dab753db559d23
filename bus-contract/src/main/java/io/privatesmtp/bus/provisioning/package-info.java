/** Facts that the provisioning service publishes. */
@NullMarked
package io.privatesmtp.bus.provisioning;

import org.jspecify.annotations.NullMarked;
