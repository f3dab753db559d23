package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.egress.Ways;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import io.privatesmtp.internet.script.ScriptedServer;
import io.privatesmtp.internet.script.TestCertificate;
import io.privatesmtp.internet.script.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Scripted servers, and sessions to them. */
final class Playground implements AfterEachCallback {
    static final SmtpTimeouts PATIENT = times(Duration.ofSeconds(20));
    /** For dialogues of which nothing is expected but that they end. */
    static final SmtpTimeouts HASTY = times(Duration.ofMillis(300));
    /** Until MAIL. */
    static final String WELCOME = """
            S: 220 mx.test ESMTP
            C: EHLO out.sender.test
            S: 250-mx.test
            S: 250-SIZE 10000000
            S: 250-8BITMIME
            S: 250 PIPELINING
            """;
    /** All but the reply to the final dot. */
    static final String UNTIL_DOT = WELCOME + """
            C: MAIL FROM:*
            C: RCPT TO:*
            C: DATA
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 354 go ahead
            content
            """;

    static final String ACCEPT = UNTIL_DOT + """
            S: 250 2.0.0 queued as 1
            C: QUIT
            S: 221 bye
            """;

    private final Vertx vertx = Vertx.vertx();
    private final List<ScriptedServer> servers = new ArrayList<>();
    private final List<SmtpSessions> allSessions = new ArrayList<>();

    private static SmtpTimeouts times(Duration each) {
        return new SmtpTimeouts(each, each, each, each, each, each.multipliedBy(10));
    }

    /** Patient but at one stage; commands share their time. */
    static SmtpTimeouts hastyAt(Stage stage) {
        var patient = Duration.ofSeconds(20);
        var hasty = Duration.ofSeconds(1);
        return switch (stage) {
            case GREETING -> new SmtpTimeouts(patient, hasty, patient, patient, patient, patient);
            case END_OF_DATA -> new SmtpTimeouts(patient, patient, patient, patient, hasty, patient);
            default -> new SmtpTimeouts(patient, patient, hasty, hasty, patient, patient);
        };
    }

    ScriptedServer server(String script) {
        var server = ScriptedServer.playing(script);
        servers.add(server);
        return server;
    }

    SmtpSession session(ScriptedServer server) {
        return session(server, PATIENT, "127.0.0.1", TlsLevel.NONE);
    }

    SmtpSession session(ScriptedServer server, SmtpTimeouts timeouts, String source, TlsLevel tls) {
        return session("mx.test", server.address(), server.port(), timeouts, source, tls);
    }

    SmtpSession session(
            String host, InetAddress address, int port, SmtpTimeouts timeouts, String source, TlsLevel tls) {
        return session(host, address, port, timeouts, source, tls, Ways.DIRECT_ONLY);
    }

    SmtpSession session(
            String host, InetAddress address, int port, SmtpTimeouts timeouts, String source, TlsLevel tls, Ways ways) {
        return session(new NextHop(host, address, port), timeouts, source, tls, ways);
    }

    SmtpSession session(NextHop hop, SmtpTimeouts timeouts, TlsLevel tls) {
        return session(hop, timeouts, "127.0.0.1", tls, Ways.DIRECT_ONLY);
    }

    private SmtpSession session(NextHop hop, SmtpTimeouts timeouts, String source, TlsLevel tls, Ways ways) {
        var trust = new PfxOptions()
                .setValue(Buffer.buffer(TestCertificate.pkcs12()))
                .setPassword(TestCertificate.PASSWORD);
        var sessions = new SmtpSessions(vertx, timeouts, trust, ways);
        allSessions.add(sessions);
        return sessions.create(new SessionSpec(InetAddress.ofLiteral(source), "out.sender.test", hop, tls));
    }

    /** Sends one message to one server, and says QUIT. */
    TransactionReport send(String script, Transaction transaction) {
        return send(server(script), PATIENT, transaction);
    }

    TransactionReport send(ScriptedServer server, SmtpTimeouts timeouts, Transaction transaction) {
        var session = session(server, timeouts, "127.0.0.1", TlsLevel.NONE);
        TransactionReport report = await(session.send(transaction));
        await(session.quit());
        return report;
    }

    /** How many mail clients have not been closed; each keeps a timer. */
    int mailClients() {
        return vertx.sharedData().getLocalMap("__vertx.MailClient.pools").size();
    }

    /** The one visit that the server had, once it is over. */
    static Visit visit(ScriptedServer server) {
        until(() -> !server.visits().isEmpty());
        return server.visits().getFirst();
    }

    /** Looks at once, and for a minute. */
    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(1))
                .until(condition);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no end within a minute", e);
        }
    }

    static Verdict only(TransactionReport report) {
        return report.verdicts().getFirst();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        servers.forEach(ScriptedServer::close);
        allSessions.forEach(SmtpSessions::close);
        await(vertx.close());
    }
}
