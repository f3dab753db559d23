package io.privatesmtp.delivery.message;

import java.io.ByteArrayOutputStream;

/** The octets of a message on the wire, joined. */
public final class WireOctets {
    private WireOctets() {}

    /** As a server hears them. */
    public static byte[] stuffed(WireMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.stuffed().forEach(part -> {
            while (part.hasRemaining()) {
                out.write(part.get());
            }
        });
        return out.toByteArray();
    }

    /** As a server keeps them: the first dot of a line is gone (RFC 5321 section 4.5.2). */
    public static byte[] kept(WireMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte before = '\n';
        for (byte octet : stuffed(message)) {
            if (octet != '.' || before != '\n') {
                out.write(octet);
            }
            before = octet;
        }
        return out.toByteArray();
    }
}
