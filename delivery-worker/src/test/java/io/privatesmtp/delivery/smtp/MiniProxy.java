package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.egress.Endpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A SOCKS5 server that says whatever it is told to about the address it bound, and lets the greeting come with it. */
final class MiniProxy implements AutoCloseable {
    private final ServerSocket server;
    private final InetAddress reported;
    private final int status;
    private final boolean silent;

    private MiniProxy(String reported, int status, boolean silent) {
        try {
            this.server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.reported = InetAddress.ofLiteral(reported);
        this.status = status;
        this.silent = silent;
        Thread.ofVirtual().start(this::serve);
    }

    static MiniProxy reporting(String address) {
        return new MiniProxy(address, 0, false);
    }

    static MiniProxy refusing(int status) {
        return new MiniProxy("0.0.0.0", status, false);
    }

    static MiniProxy silent() {
        return new MiniProxy("0.0.0.0", 0, true);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (silent) {
                client.getInputStream().readAllBytes();
                return;
            }
            var in = new DataInputStream(client.getInputStream());
            in.readByte();
            byte[] methods = in.readNBytes(in.readUnsignedByte());
            client.getOutputStream().write(new byte[] {5, methods[0]});
            if (methods[0] == 2) {
                in.readByte();
                in.readNBytes(in.readUnsignedByte());
                in.readNBytes(in.readUnsignedByte());
                client.getOutputStream().write(new byte[] {1, 0});
            }
            in.readNBytes(4);
            InetAddress address = InetAddress.getByAddress(in.readNBytes(4));
            int port = in.readUnsignedShort();
            byte[] reply = ByteBuffer.allocate(10)
                    .put(new byte[] {5, (byte) status, 0, 1})
                    .put(reported.getAddress())
                    .putShort((short) 0)
                    .array();
            if (status != 0) {
                client.getOutputStream().write(reply);
                return;
            }
            try (Socket target = new Socket(address, port)) {
                byte[] greeting = new byte[512];
                int length = target.getInputStream().read(greeting);
                client.getOutputStream()
                        .write(ByteBuffer.allocate(10 + length)
                                .put(reply)
                                .put(greeting, 0, length)
                                .array());
                Thread.ofVirtual().start(() -> pump(in, target));
                pump(target.getInputStream(), client);
            }
        } catch (IOException e) {
            // The visit is over.
        }
    }

    private static void pump(InputStream from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // The visit is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
