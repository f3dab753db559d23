/** How cost and memory grow. */
@NullMarked
package io.privatesmtp.bench.scale;

import org.jspecify.annotations.NullMarked;
