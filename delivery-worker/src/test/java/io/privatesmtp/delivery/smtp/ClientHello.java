package io.privatesmtp.delivery.smtp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first message of a TLS handshake (RFC 8446 section 4.1.2), as it came over the wire.
 *
 * @param serverName null where there was none
 * @param versions that the client speaks, 0x0304 is TLS 1.3
 */
record ClientHello(String serverName, List<Integer> versions) {
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_VERSIONS = 43;

    static ClientHello read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        in.skipNBytes(3);
        ByteBuffer hello = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
        // Type and length, version, random; session id, ciphers, compression methods.
        hello.position(4 + 2 + 32);
        skip(hello, hello.get() & 0xff);
        skip(hello, hello.getShort() & 0xffff);
        skip(hello, hello.get() & 0xff);
        Map<Integer, ByteBuffer> extensions = new HashMap<>();
        hello.getShort();
        while (hello.hasRemaining()) {
            int type = hello.getShort() & 0xffff;
            int length = hello.getShort() & 0xffff;
            extensions.put(type, hello.slice(hello.position(), length));
            skip(hello, length);
        }
        return new ClientHello(serverName(extensions.get(SERVER_NAME)), versions(extensions.get(SUPPORTED_VERSIONS)));
    }

    private static String serverName(ByteBuffer extension) {
        if (extension == null) {
            return null;
        }
        skip(extension, 3);
        byte[] name = new byte[extension.getShort() & 0xffff];
        extension.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static List<Integer> versions(ByteBuffer extension) {
        List<Integer> versions = new ArrayList<>();
        extension.get();
        while (extension.hasRemaining()) {
            versions.add(extension.getShort() & 0xffff);
        }
        return versions;
    }

    private static void skip(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
    }
}
