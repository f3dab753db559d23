package io.privatesmtp.delivery.smtp;

import java.net.InetAddress;

/**
 * The server to ask: its name, for SNI, certificates and events, the one vetted address that is dialled, and what it must
 * offer.
 */
public record NextHop(String host, InetAddress address, int port, Terms terms) {
    public NextHop(String host, InetAddress address, int port) {
        this(host, address, port, Terms.MAY);
    }
}
