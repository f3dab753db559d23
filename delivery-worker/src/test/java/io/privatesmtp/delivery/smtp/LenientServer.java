package io.privatesmtp.delivery.smtp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** The worst receiver there is: whatever somebody once took for the end of a message, it takes for one, NULs ignored. */
final class LenientServer implements AutoCloseable {
    static final List<String> ENDS =
            List.of("\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\r.\n", "\n.\r");

    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final ServerSocket server;

    LenientServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                converse(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    private void converse(InputStream in, OutputStream out) throws IOException {
        say(out, "220 mx.test");
        String line = line(in);
        while (line != null) {
            String verb = line.length() < 4 ? "" : line.substring(0, 4).toUpperCase(Locale.ROOT);
            if (!line.isEmpty()) {
                commands.add(line);
            }
            switch (verb) {
                case "" -> {}
                case "EHLO" -> say(out, "250-mx.test\r\n250-8BITMIME\r\n250 SMTPUTF8");
                case "DATA" -> {
                    say(out, "354 go on");
                    messages.add(content(in));
                    say(out, "250 taken");
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "250 ok");
            }
            line = line(in);
        }
    }

    private static String content(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder("\r\n");
        while (ENDS.stream().noneMatch(end -> endsWith(text, end))) {
            int octet = in.read();
            if (octet < 0) {
                return "broken off: " + text;
            }
            if (octet > 0) {
                text.append((char) octet);
            }
        }
        return text.toString();
    }

    private static boolean endsWith(StringBuilder text, String end) {
        int from = text.length() - end.length();
        return from >= 0 && text.indexOf(end, from) == from;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\r' && octet != '\n') {
            line.append((char) octet);
            octet = in.read();
        }
        return octet < 0 && line.isEmpty() ? null : line.toString();
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
