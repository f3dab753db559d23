package io.privatesmtp.delivery.egress;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Speaks SOCKS5 to a door, one octet after the other and without our own client. */
final class Caller implements AutoCloseable {
    /** The reply to a request; -1 where the door closed without one. */
    record Reply(int status, InetAddress bound) {}

    private static final DoorKey KEY = new DoorKey(OtherHost.SECRET);

    final Socket socket;
    private final DataInputStream in;

    Caller(Endpoint door) throws IOException {
        socket = new Socket(door.host(), door.port());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** As a worker that knows the secret. */
    Reply asks(String source, String target, int port) throws IOException {
        return asks(source, KEY.password(source, new Endpoint(target, port), Instant.now()), target, port);
    }

    Reply asks(String source, String password, String target, int port) throws IOException {
        send(5, 1, 2);
        in.readUnsignedShort();
        byte[] login = ByteBuffer.allocate(3 + source.length() + password.length())
                .put((byte) 1)
                .put((byte) source.length())
                .put(source.getBytes(StandardCharsets.US_ASCII))
                .put((byte) password.length())
                .put(password.getBytes(StandardCharsets.US_ASCII))
                .array();
        socket.getOutputStream().write(login);
        in.readUnsignedShort();
        byte[] address = InetAddress.ofLiteral(target).getAddress();
        socket.getOutputStream()
                .write(ByteBuffer.allocate(6 + address.length)
                        .put(new byte[] {5, 1, 0, (byte) (address.length == 4 ? 1 : 4)})
                        .put(address)
                        .putShort((short) port)
                        .array());
        return reply();
    }

    private Reply reply() throws IOException {
        if (in.read() != 5) {
            return new Reply(-1, null);
        }
        int status = in.read();
        in.read();
        byte[] bound = new byte[in.read() == 4 ? 16 : 4];
        in.readFully(bound);
        in.readUnsignedShort();
        return new Reply(status, InetAddress.getByAddress(bound));
    }

    void send(int... octets) throws IOException {
        for (int octet : octets) {
            socket.getOutputStream().write(octet);
        }
    }

    /** What follows until the door closes; a reset is an end, too. */
    int octetsUntilTheEnd() {
        int count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (IOException e) {
            return count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
