package io.privatesmtp.internet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client by hand: sends what it is told, reads replies. */
final class SmtpDialogue implements AutoCloseable {
    private Socket socket;
    private BufferedReader in;

    SmtpDialogue(String source, InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort(), InetAddress.ofLiteral(source), 0);
        socket.setSoTimeout(10_000);
        in = reader(socket);
    }

    /** Goes on in TLS, whoever the server is. */
    void secure() throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustsAll()}, null);
        socket = trusting.getSocketFactory().createSocket(socket, "mx.test", socket.getPort(), true);
        in = reader(socket);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** A client that was greeted and has said EHLO. */
    static SmtpDialogue greeted(String source, ReceivingHost host) throws IOException {
        SmtpDialogue dialogue = new SmtpDialogue(source, host.address());
        dialogue.reply();
        dialogue.say("EHLO client.test");
        return dialogue;
    }

    String say(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The last line of the next reply, or "" when the server closed the connection. */
    String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line == null ? "" : line;
    }

    String deliver(String from, String to, String content) throws IOException {
        say("MAIL FROM:<" + from + ">");
        String reply = say("RCPT TO:<" + to + ">");
        if (!reply.startsWith("250")) {
            say("RSET");
            return reply;
        }
        say("DATA");
        send(content + "\r\n.\r\n");
        return reply();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
