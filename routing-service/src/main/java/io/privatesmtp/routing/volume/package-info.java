/** How much each account sends, and whether an address of its own would serve it. */
@NullMarked
package io.privatesmtp.routing.volume;

import org.jspecify.annotations.NullMarked;
