package io.privatesmtp.internet.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free loopback port that plays the same script for every connection, and records what it got. */
public final class ScriptedServer implements AutoCloseable {
    private final Script script;
    private final ServerSocket listener;
    private final List<Visit> visits = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private ScriptedServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    /** Starts a server that plays the script (its language is in the table of {@code Script}). */
    public static ScriptedServer playing(String script) {
        try {
            var server = new ScriptedServer(Script.parse(script));
            Thread.ofVirtual().name("scripted-server").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetAddress address() {
        return listener.getInetAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The connections so far, in the order of their coming. */
    public List<Visit> visits() {
        return List.copyOf(visits);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                open.add(socket);
                var visit = new Visit(socket.getInetAddress());
                visits.add(visit);
                Thread.ofVirtual().start(() -> play(socket, visit));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void play(Socket socket, Visit visit) {
        try (socket) {
            new Player(socket, visit).play(script);
        } catch (IOException gone) {
            visit.surprises().add(String.valueOf(gone.getMessage()));
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
