package io.privatesmtp.internet;

import io.privatesmtp.internet.SmtpInput.Content;
import io.privatesmtp.internet.Visit.Point;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection: the dialogue of RFC 5321 section 3, as the server has it. */
final class ReceivingSession {
    private static final int MAX_RECIPIENTS = 1000;

    private final ReceivingHost host;
    private final InetAddress peer;
    private final long number;
    private Socket socket;
    private SmtpInput in;
    private OutputStream out;
    private @Nullable String tls;
    private final List<String> to = new ArrayList<>();
    private String ehlo = "";
    private String from = "";
    private List<String> parameters = List.of();
    private boolean inTransaction;
    private boolean ended;

    ReceivingSession(ReceivingHost host, Socket socket, long number) throws IOException {
        this.host = host;
        this.socket = socket;
        this.peer = socket.getInetAddress();
        this.number = number;
        this.in = new SmtpInput(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1024);
    }

    void run() throws IOException {
        if (granted(Point.CONNECT, "")) {
            reply(220, host.settings().name() + " ESMTP");
        }
        while (!ended) {
            if (!in.hasMore()) {
                out.flush();
            }
            String line = in.line();
            int space = line.indexOf(' ');
            String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
            String argument = space < 0 ? "" : line.substring(space + 1).strip();
            command(verb, argument);
        }
        out.flush();
        // Says goodbye in TLS too (RFC 8446 section 6.1).
        socket.close();
    }

    private void command(String verb, String argument) throws IOException {
        switch (verb) {
            case "EHLO", "HELO" -> hello(verb, argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> recipient(argument);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                reply(250, "2.0.0 OK");
            }
            case "STARTTLS" -> startTls();
            case "NOOP" -> reply(250, "2.0.0 OK");
            case "VRFY" -> reply(252, "2.5.2 Send some mail");
            case "QUIT" -> {
                reply(221, "2.0.0 Bye");
                ended = true;
            }
            default -> reply(502, "5.5.1 Command not implemented");
        }
    }

    private void hello(String verb, String argument) throws IOException {
        if (argument.isEmpty()) {
            reply(501, "5.5.4 A name is missing");
            return;
        }
        ehlo = argument;
        reset();
        if (!granted(Point.EHLO, "")) {
            return;
        }
        if (verb.equals("HELO")) {
            reply(250, host.settings().name());
            return;
        }
        line("250-" + host.settings().name());
        for (String extension : host.settings().extensions()) {
            line("250-" + extension);
        }
        if (offersTls()) {
            line("250-STARTTLS");
        }
        line("250 SIZE " + host.settings().maxSize());
    }

    private boolean offersTls() {
        return host.settings().tls() != null && tls == null;
    }

    private void startTls() throws IOException {
        SSLContext context = host.settings().tls();
        if (context == null || tls != null) {
            reply(502, "5.5.1 Command not implemented");
            return;
        }
        reply(220, "2.0.0 Go ahead");
        out.flush();
        // What was sent in the clear behind the command is forgotten with the old input (RFC 3207 section 6).
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        socket = secured;
        in = new SmtpInput(secured.getInputStream());
        out = new BufferedOutputStream(secured.getOutputStream(), 1024);
        tls = secured.getSession().getProtocol();
        ehlo = "";
        reset();
    }

    private void mail(String argument) throws IOException {
        MailArgument path = MailArgument.parse(argument, "FROM:");
        if (path == null) {
            reply(501, "5.5.4 MAIL FROM:<address> expected");
        } else if (ehlo.isEmpty() || inTransaction) {
            reply(503, "5.5.1 Bad sequence of commands");
        } else if (announcedSize(path) > host.settings().maxSize()) {
            reply(552, "5.3.4 The message is too large");
        } else {
            from = path.address();
            parameters = path.parameters();
            if (granted(Point.MAIL, "")) {
                inTransaction = true;
                reply(250, "2.1.0 OK");
            }
        }
    }

    private void recipient(String argument) throws IOException {
        MailArgument path = MailArgument.parse(argument, "TO:");
        if (path == null || path.address().isEmpty()) {
            reply(501, "5.5.4 RCPT TO:<address> expected");
        } else if (!inTransaction) {
            reply(503, "5.5.1 MAIL first");
        } else if (to.size() == MAX_RECIPIENTS) {
            reply(452, "4.5.3 Too many recipients");
        } else if (granted(Point.RCPT, path.address())) {
            to.add(path.address());
            reply(250, "2.1.5 OK");
        }
    }

    private void data() throws IOException {
        if (!inTransaction) {
            reply(503, "5.5.1 MAIL first");
        } else if (to.isEmpty()) {
            reply(554, "5.5.1 No valid recipients");
        } else if (granted(Point.DATA, "")) {
            line("354 Go ahead");
            out.flush();
            content();
            reset();
        }
    }

    private void content() throws IOException {
        int hint = (int) Math.clamp(announcedSize(new MailArgument(from, parameters)), 0, 1 << 20);
        Content content = in.content(hint, host.settings().maxSize());
        if (content.tooLarge()) {
            reply(552, "5.3.4 The message is too large");
            return;
        }
        Instant at = host.settings().clock().instant();
        Verdict verdict = waited(host.decide(visit(Point.END_OF_DATA, "")));
        switch (verdict) {
            case Verdict.Accept accept -> {
                host.take(received(content, at, true));
                reply(250, "2.0.0 Taken");
            }
            case Verdict.Reply r -> {
                if (r.code() / 100 == 2) {
                    host.take(received(content, at, true));
                }
                refuse(r);
            }
            default -> {
                host.take(received(content, at, false));
                ended = true;
            }
        }
    }

    private Received received(Content content, Instant at, boolean acknowledged) {
        byte[] bytes = content.bytes();
        int length = content.length();
        return new Received(
                peer,
                ehlo,
                from,
                parameters,
                List.copyOf(to),
                MessageId.in(bytes, length),
                length,
                Received.hash(bytes, length),
                Arrays.copyOf(bytes, length),
                at,
                number,
                tls,
                acknowledged);
    }

    /** Whether the policy accepts; when it does not, its answer was given. */
    private boolean granted(Point point, String recipient) throws IOException {
        Verdict verdict = waited(host.decide(visit(point, recipient)));
        switch (verdict) {
            case Verdict.Accept accept -> {
                return true;
            }
            case Verdict.Reply reply -> refuse(reply);
            default -> ended = true;
        }
        return false;
    }

    private Visit visit(Point point, String recipient) {
        return new Visit(point, peer, ehlo, from, recipient, List.copyOf(to));
    }

    private Verdict waited(Verdict verdict) throws IOException {
        Verdict now = verdict;
        while (now instanceof Verdict.Delay delay) {
            out.flush();
            try {
                Thread.sleep(delay.time());
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            now = delay.then();
        }
        return now;
    }

    private void refuse(Verdict.Reply reply) throws IOException {
        reply(reply.code(), reply.text());
        ended = reply.code() == 421;
    }

    private long announcedSize(MailArgument path) {
        for (String parameter : path.parameters()) {
            if (parameter.regionMatches(true, 0, "SIZE=", 0, 5) && parameter.matches("(?i)SIZE=\\d{1,18}")) {
                return Long.parseLong(parameter.substring(5));
            }
        }
        return 0;
    }

    private void reset() {
        inTransaction = false;
        from = "";
        parameters = List.of();
        to.clear();
    }

    private void reply(int code, String text) throws IOException {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            line(code + (i < lines.length - 1 ? "-" : " ") + lines[i]);
        }
    }

    private void line(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
