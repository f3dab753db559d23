/** What the three services share: operators' credentials, problems, topics at start, tables followed from the bus. */
@NullMarked
package io.privatesmtp.kit;

import org.jspecify.annotations.NullMarked;
