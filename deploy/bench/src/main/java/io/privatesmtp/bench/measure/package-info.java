/** What is done with them: runs, and what is counted in each. */
@NullMarked
package io.privatesmtp.bench.measure;

import org.jspecify.annotations.NullMarked;
