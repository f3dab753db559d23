package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.event.BoundBy;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection left from.
 *
 * @param address null where nobody says
 * @param by who says so
 * @param door host:port of the door or proxy that it went through, null for none
 */
public record BoundSource(
        @Nullable InetAddress address, BoundBy by, @Nullable String door) {}
