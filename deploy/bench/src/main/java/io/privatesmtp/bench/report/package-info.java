/** What it came to, for people and for programs. */
@NullMarked
package io.privatesmtp.bench.report;

import org.jspecify.annotations.NullMarked;
