/** The whole system from outside: the services as they are shipped, through their public surfaces. */
@NullMarked
package io.privatesmtp.standalone.endtoend;

import org.jspecify.annotations.NullMarked;
