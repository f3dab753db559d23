package io.privatesmtp.bench.receiver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Takes mail and throws it away, with one thread and as little work as can be. A recipient whose local part begins with
 * {@code later} is refused with 451 the first time and taken from then on.
 */
public final class Sink {
    private static final int BACKLOG = 4_096;
    private static final int BUFFER = 64 << 10;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Deferrals deferrals = new Deferrals();

    private Sink(InetSocketAddress address) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address, BACKLOG).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Address and port are the arguments. Runs until it is ended. */
    public static void main(String[] arguments) throws IOException {
        new Sink(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]))).run();
    }

    private void run() throws IOException {
        while (true) {
            selector.select(this::serve);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void accept() throws IOException {
        for (var socket = server.accept(); socket != null; socket = server.accept()) {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var session = new Session(deferrals);
            socket.register(selector, SelectionKey.OP_READ, session);
            write(socket, session);
        }
    }

    private void read(SelectionKey key) throws IOException {
        var socket = (SocketChannel) key.channel();
        if (!(key.attachment() instanceof Session session) || socket.read(buffer.clear()) < 0) {
            close(key);
            return;
        }
        session.take(buffer.flip());
        write(socket, session);
        if (session.isOver()) {
            close(key);
        }
    }

    /** Replies are short: a client that does not read them fills no more than its socket's buffer, and is closed then. */
    private static void write(SocketChannel socket, Session session) throws IOException {
        var replies = session.replies();
        if (replies.hasRemaining()) {
            socket.write(replies);
            if (replies.hasRemaining()) {
                throw new IOException("the client does not read");
            }
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // it is gone
        }
    }
}
