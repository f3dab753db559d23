/** Which address a message leaves from: the tables and the decision. */
@NullMarked
package io.privatesmtp.delivery.route;

import org.jspecify.annotations.NullMarked;
