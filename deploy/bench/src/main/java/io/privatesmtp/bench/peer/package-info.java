/** Other mail systems of this machine, under the same load. */
@NullMarked
package io.privatesmtp.bench.peer;

import org.jspecify.annotations.NullMarked;
