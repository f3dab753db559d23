package io.privatesmtp.delivery.smtp;

import io.privatesmtp.internet.script.ScriptedServer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A dialogue under way between a scripted server and one session of the guarded client. */
final class PlayedDialogue {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final WrittenDialogue written;
    private final ScriptedServer server;
    private final SmtpSession session;
    private final WrittenMessage message;

    /** What came of the messages, in their order. */
    record Result(List<TransactionReport> reports, boolean reusable, ScriptedServer server, WrittenMessage message) {}

    PlayedDialogue(WrittenDialogue written, ScriptedServer server, SmtpSession session) {
        this.written = written;
        this.server = server;
        this.session = session;
        this.message = WrittenMessage.of(written);
    }

    static PlayedDialogue in(Playground playground, WrittenDialogue written) {
        ScriptedServer server = playground.server(written.text());
        return new PlayedDialogue(
                written,
                server,
                playground.session(
                        written.setting("host", "mx.test"),
                        server.address(),
                        server.port(),
                        timeouts(written),
                        "127.0.0.1",
                        tls(written)));
    }

    static TlsLevel tls(WrittenDialogue written) {
        return TlsLevel.valueOf(written.setting("tls", "none").toUpperCase(Locale.ROOT));
    }

    private static SmtpTimeouts timeouts(WrittenDialogue written) {
        return switch (written.setting("hasty", "nowhere")) {
            case "greeting" -> new SmtpTimeouts(LONG, SHORT, LONG, LONG, LONG, LONG.multipliedBy(2));
            case "command" -> new SmtpTimeouts(LONG, LONG, SHORT, LONG, LONG, LONG.multipliedBy(2));
            case "content" -> new SmtpTimeouts(LONG, LONG, LONG, SHORT, LONG, LONG.multipliedBy(2));
            case "end-of-data" -> new SmtpTimeouts(LONG, LONG, LONG, LONG, SHORT, LONG.multipliedBy(2));
            case "transaction" -> new SmtpTimeouts(LONG, LONG, LONG, LONG, LONG, SHORT.multipliedBy(2));
            case "nowhere" -> new SmtpTimeouts(LONG, LONG, LONG, LONG, LONG, LONG.multipliedBy(2));
            default -> throw new IllegalArgumentException(written + ": no such stage");
        };
    }

    /** Complete once the connection is closed. */
    Future<Result> play() {
        return send(new ArrayList<>(), written.messages()).compose(reports -> {
            boolean reusable = session.reusable();
            return session.quit().map(gone -> new Result(reports, reusable, server, message));
        });
    }

    private Future<List<TransactionReport>> send(List<TransactionReport> reports, int left) {
        return left == 0
                ? Future.succeededFuture(reports)
                : session.send(message).compose(report -> {
                    reports.add(report);
                    return send(reports, left - 1);
                });
    }
}
