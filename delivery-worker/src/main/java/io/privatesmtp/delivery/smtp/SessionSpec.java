package io.privatesmtp.delivery.smtp;

import java.net.InetAddress;

/**
 * What a session is between: the address it leaves from, and the server it goes to.
 *
 * @param source bound before connecting; when it cannot be, nothing is sent
 * @param ehlo the name we give (RFC 5321 section 4.1.1.1)
 */
public record SessionSpec(InetAddress source, String ehlo, NextHop hop, TlsLevel tls) {}
