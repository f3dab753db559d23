package io.privatesmtp.internet;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The two sockets of a name server: datagrams, and streams with a length before each message (RFC 1035 section 4.2). */
final class DnsSockets implements AutoCloseable {
    static final byte[] NO_ANSWER = {};
    private static final int MAX_MESSAGE = 65_535;
    private static final int PORT_ATTEMPTS = 20;

    /** Turns a query into a response, or into {@link #NO_ANSWER}. */
    @FunctionalInterface
    interface Responder {
        byte[] respond(byte[] query, boolean tcp) throws IOException;
    }

    private final Responder responder;
    private final ServerSocket streams;
    private final DatagramSocket datagrams;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    DnsSockets(InetSocketAddress address, Responder responder) throws IOException {
        this.responder = responder;
        Pair pair = bind(address);
        streams = pair.streams;
        datagrams = pair.datagrams;
        Thread.ofVirtual().name("dns-udp").start(this::serveDatagrams);
        Thread.ofVirtual().name("dns-tcp").start(this::acceptStreams);
    }

    private record Pair(ServerSocket streams, DatagramSocket datagrams) {}

    /** A port that is free for streams may be taken for datagrams: looks for one that is free for both. */
    private static Pair bind(InetSocketAddress address) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocket tcp = new ServerSocket();
            try {
                tcp.bind(address);
                InetSocketAddress same = new InetSocketAddress(address.getAddress(), tcp.getLocalPort());
                return new Pair(tcp, new DatagramSocket(same));
            } catch (BindException e) {
                tcp.close();
                if (address.getPort() != 0 || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(streams.getInetAddress(), streams.getLocalPort());
    }

    @Override
    public void close() {
        datagrams.close();
        closeQuietly(streams);
        open.forEach(DnsSockets::closeQuietly);
    }

    private void serveDatagrams() {
        byte[] buffer = new byte[MAX_MESSAGE];
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                byte[] answer = responder.respond(Arrays.copyOf(packet.getData(), packet.getLength()), false);
                if (answer.length > 0) {
                    datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // A datagram that is no query, or the socket was closed: the loop's condition tells.
            }
        }
    }

    private void acceptStreams() {
        while (!streams.isClosed()) {
            try {
                Socket socket = streams.accept();
                open.add(socket);
                Thread.ofVirtual().name("dns-stream").start(() -> serveStream(socket));
            } catch (IOException e) {
                // Closed, or one connection failed before it began.
            }
        }
    }

    private void serveStream(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] answer = responder.respond(query, true);
                if (answer.length > 0) {
                    byte[] framed = new byte[answer.length + 2];
                    framed[0] = (byte) (answer.length >> 8);
                    framed[1] = (byte) answer.length;
                    System.arraycopy(answer, 0, framed, 2, answer.length);
                    out.write(framed);
                }
            }
        } catch (IOException e) {
            // The asker went away.
        } finally {
            open.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // Nothing is left to be done with it.
        }
    }
}
