package io.privatesmtp.delivery.smtp;

import java.net.InetAddress;

/**
 * The server to ask: its name, for SNI, certificates and events, and the one vetted address that is dialled.
 */
public record NextHop(String host, InetAddress address, int port) {}
