/** The mail that is sent: how large, to whom, from whom, how fast. */
@NullMarked
package io.privatesmtp.bench.load;

import org.jspecify.annotations.NullMarked;
