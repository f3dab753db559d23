package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.egress.Way;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * A connection to the server.
 *
 * @param origin where it left from, and who says so
 * @param early what the server said before anybody listened
 */
record Connection(NetSocket socket, Way way, BoundSource origin, Buffer early) {}
