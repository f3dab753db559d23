/** The control panel: pages for people. */
@NullMarked
package io.privatesmtp.provisioning.panel;

import org.jspecify.annotations.NullMarked;
