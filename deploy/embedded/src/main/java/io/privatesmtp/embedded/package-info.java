/** A real Kafka broker and a real PostgreSQL as processes of their own, for tests and the standalone system. */
@NullMarked
package io.privatesmtp.embedded;

import org.jspecify.annotations.NullMarked;
