package io.privatesmtp.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.egress.Ways;
import io.privatesmtp.internet.script.ScriptedServer;
import io.privatesmtp.internet.script.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The written dialogues over and over, many at a time, as one worker would meet them: each ends, and none leaves anything
 * behind. {@code -Dhostile.transactions=10000} for the long run.
 */
class HostileTransactionsTest {
    private static final int TRANSACTIONS = Integer.getInteger("hostile.transactions", 1_000);
    private static final int AT_A_TIME = 48;
    private static final Duration HASTY = Duration.ofMillis(300);
    private static final long MOST_GROWTH = 8 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final SmtpSessions sessions = new SmtpSessions(
            vertx,
            new SmtpTimeouts(HASTY, HASTY, HASTY, HASTY, HASTY, HASTY.multipliedBy(10)),
            new PfxOptions().setValue(Buffer.buffer(TestCertificate.pkcs12())).setPassword(TestCertificate.PASSWORD),
            Ways.DIRECT_ONLY);
    private final Queue<WeakReference<SmtpSession>> begun = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<WrittenDialogue> dialogues = WrittenDialogue.all().stream()
            .filter(written -> !"large".equals(written.setting("content", "plain")))
            .toList();

    @AfterEach
    void close() {
        sessions.close();
        Playground.await(vertx.close());
    }

    @Test
    void hostileTransactionsLeaveNothingBehind() throws InterruptedException {
        // What grows once: classes, pools of buffers, threads.
        play(dialogues.size() * 2);
        Playground.until(() -> living() == 0);
        Remains before = Remains.of(vertx);

        int transactions = play(TRANSACTIONS);

        assertThat(ended).hasValue(begun.size());
        Playground.until(() -> living() == 0 && Remains.of(vertx).atMost(before, MOST_GROWTH));
        System.out.printf(
                "%d hostile transactions in %d sessions; before %s, after %s%n",
                transactions, ended.get(), before, Remains.of(vertx));
    }

    /** How many sessions somebody still holds. */
    private long living() {
        System.gc();
        return begun.stream().filter(session -> session.get() != null).count();
    }

    private int play(int transactions) throws InterruptedException {
        var room = new Semaphore(AT_A_TIME);
        int played = 0;
        for (int next = 0; played < transactions; next++) {
            assertThat(room.tryAcquire(1, TimeUnit.MINUTES))
                    .as("a dialogue without end")
                    .isTrue();
            var written = dialogues.get(next % dialogues.size());
            played += written.messages();
            play(written, room);
        }
        assertThat(room.tryAcquire(AT_A_TIME, 1, TimeUnit.MINUTES))
                .as("all dialogues end")
                .isTrue();
        return played;
    }

    private void play(WrittenDialogue written, Semaphore room) {
        var server = ScriptedServer.playing(written.text());
        var session = sessions.create(new SessionSpec(
                InetAddress.ofLiteral("127.0.0.1"),
                "out.sender.test",
                new NextHop(written.setting("host", "mx.test"), server.address(), server.port()),
                PlayedDialogue.tls(written)));
        begun.add(new WeakReference<>(session));
        new PlayedDialogue(written, server, session).play().onComplete(result -> {
            if (result.succeeded() && result.result().reports().size() == written.messages()) {
                ended.incrementAndGet();
            }
            server.close();
            room.release();
        });
    }
}
