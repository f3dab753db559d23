/** A receiving host for where there is no smtp-sink. */
@NullMarked
package io.privatesmtp.bench.receiver;

import org.jspecify.annotations.NullMarked;
