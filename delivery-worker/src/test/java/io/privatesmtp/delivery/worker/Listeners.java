package io.privatesmtp.delivery.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Listens where nobody may come, at every address of these that this host has, on one port. */
final class Listeners implements AutoCloseable {
    private final List<ServerSocket> sockets = new ArrayList<>();
    private final Queue<String> visitors = new ConcurrentLinkedQueue<>();

    Listeners(Collection<InetAddress> addresses, int port) {
        var wanted = new TreeSet<InetAddress>((a, b) -> a.getHostAddress().compareTo(b.getHostAddress()));
        // What goes to the unspecified address ends at these.
        wanted.addAll(List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")));
        wanted.addAll(addresses);
        wanted.removeIf(InetAddress::isAnyLocalAddress);
        for (InetAddress address : wanted) {
            try {
                listen(new ServerSocket(port, 50, address));
            } catch (IOException notOurs) {
                // Nobody can listen there, so nobody could see a connection.
            }
        }
    }

    private void listen(ServerSocket socket) {
        sockets.add(socket);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (var visitor = socket.accept()) {
                    visitors.add(visitor.getRemoteSocketAddress() + " at " + socket.getInetAddress());
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    List<InetAddress> at() {
        return sockets.stream().map(ServerSocket::getInetAddress).toList();
    }

    Queue<String> visitors() {
        return visitors;
    }

    @Override
    public void close() {
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
