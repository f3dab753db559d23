/** The processes that are measured, and what they cost. */
@NullMarked
package io.privatesmtp.bench.world;

import org.jspecify.annotations.NullMarked;
