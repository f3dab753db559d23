/** What the commands do on the bus: submit, and read without disturbing anybody. */
@NullMarked
package io.privatesmtp.standalone.bus;

import org.jspecify.annotations.NullMarked;
