package io.privatesmtp.internet.script;

import io.privatesmtp.internet.script.Script.Step;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLSocket;

/** Plays one script on one connection. */
final class Player {
    private static final int SLOW_MILLIS = 20;

    private final Visit visit;
    private Socket socket;
    private InputStream in;

    Player(Socket socket, Visit visit) throws IOException {
        this.visit = visit;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    void play(Script script) throws IOException {
        int next = 0;
        while (next < script.steps().size()) {
            if (!play(script.steps().get(next))) {
                return;
            }
            next++;
            if (next == script.steps().size() && script.restart() >= 0) {
                next = script.restart();
            }
        }
    }

    private boolean play(Step step) throws IOException {
        switch (step.verb()) {
            case "S:" -> say(step.line());
            case "S+:" -> say(step.raw());
            case "drip:" -> drip(step.line(), 0);
            case "slow:" -> drip(step.line(), SLOW_MILLIS);
            case "noise" -> noise(Integer.parseInt(step.argument()));
            case "flood" -> flood(Integer.parseInt(step.argument()));
            case "C:" -> {
                return expect(step);
            }
            case "content" -> visit.contents().add(content());
            case "read" -> in.skipNBytes(Long.parseLong(step.argument()));
            case "starttls" -> startTls(step.argument());
            case "half-close" -> socket.shutdownOutput();
            case "hang" -> in.transferTo(OutputStream.nullOutputStream());
            case "sleep" -> sleep();
            case "reset" -> socket.setSoLinger(true, 0);
            case "loop" -> {}
            default -> throw new IllegalArgumentException("unknown step: " + step.verb());
        }
        return !"reset".equals(step.verb());
    }

    private void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private void drip(byte[] bytes, int pause) throws IOException {
        for (byte b : bytes) {
            socket.getOutputStream().write(b);
            if (pause > 0) {
                rest(pause);
            }
        }
    }

    /** The same noise every time, so that what it causes can be seen again. */
    private void noise(int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        say(noise);
    }

    private void flood(int bytes) throws IOException {
        byte[] piece = new byte[8192];
        Arrays.fill(piece, (byte) 'x');
        for (int sent = 0; sent < bytes; sent += piece.length) {
            say(piece);
        }
    }

    private boolean expect(Step step) throws IOException {
        String line = line();
        visit.lines().add(line);
        if (step.matches(line)) {
            return true;
        }
        visit.surprises().add("expected " + step.argument() + ", got " + line);
        return false;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the client closed the connection");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private byte[] content() throws IOException {
        var content = new ByteArrayOutputStream();
        byte[] end = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
        int matched = 2; // the line break before the content counts
        while (matched < end.length) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the client closed the connection in the content");
            }
            content.write(b);
            matched = b == end[matched] ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return Arrays.copyOf(content.toByteArray(), content.size() - 3);
    }

    private void sleep() throws IOException {
        while (!socket.isClosed()) {
            rest(50);
        }
    }

    private static void rest(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private void startTls(String how) throws IOException {
        var context = switch (how) {
            case "stranger" -> TestCertificate.stranger();
            case "issued", "expired", "premature", "elsewhere" -> TestCertificate.issued(how);
            default -> TestCertificate.context();
        };
        var tls = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        tls.setUseClientMode(false);
        if (how.startsWith("TLS")) {
            tls.setEnabledProtocols(new String[] {how});
        }
        tls.setNeedClientAuth("demanding".equals(how));
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
    }
}
