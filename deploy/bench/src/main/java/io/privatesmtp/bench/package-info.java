/** The benchmark behind {@code ./psr bench}. */
@NullMarked
package io.privatesmtp.bench;

import org.jspecify.annotations.NullMarked;
