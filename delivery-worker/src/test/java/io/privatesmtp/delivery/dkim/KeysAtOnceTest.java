package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.HandMovedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many missing keys, and a service that holds its answers back. */
class KeysAtOnceTest {
    private static final int AT_ONCE = 8;
    private static final int MAIL = 4;
    private static final Duration RENEW = Duration.ofMinutes(10);
    private static final List<String> NAMES =
            IntStream.rangeClosed(1, 30).mapToObj(n -> "k" + n).toList();

    private final KeyServer server = new KeyServer();
    private final ExecutorService mail = Executors.newFixedThreadPool(MAIL);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final ProvisionedKeys keys = new ProvisionedKeys(
            new KeyCall(server.url(), KeyServer.OPERATOR, Duration.ofMinutes(5)),
            RENEW,
            arrivals::incrementAndGet,
            new HandMovedClock(Instant.parse("2026-11-25T12:00:00Z")));

    @AfterEach
    void close() {
        mail.shutdownNow();
        release.countDown();
        keys.close();
        server.close();
    }

    @Test
    void aFewMissingKeysAreAskedForAtOnceAndEachOnce() {
        NAMES.forEach(name -> server.give(name, held(KeyServer.text(TestKeys.pem(TestKeys.RSA)))));

        // when mail asks for all of them again and again, before they have come and while they do
        for (int i = 0; i < MAIL; i++) {
            mail.execute(() -> {
                while (!allAreThere() && !Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            });
        }
        await().until(() -> waiting.get() == AT_ONCE);
        release.countDown();
        await().until(this::allAreThere);

        assertThat(NAMES)
                .allSatisfy(name -> assertThat(server.calls(name)).as(name).isOne());
        assertThat(mostWaiting).hasValue(AT_ONCE);
        await().untilAsserted(() -> assertThat(arrivals).hasValue(NAMES.size()));
    }

    @Test
    void keyWithoutAnAnswerHoldsUpNoOther() {
        server.give("slow", held(KeyServer.status(404)));
        NAMES.forEach(name -> server.give(name, KeyServer.text(TestKeys.pem(TestKeys.RSA))));

        keys.key("slow");
        await().until(() -> waiting.get() == 1);

        await().until(this::allAreThere);
        assertThat(server.calls("slow")).isOne();
        assertThat(waiting).hasValue(1);
    }

    /** Asks for every key, also where one is missing. */
    private boolean allAreThere() {
        return NAMES.stream().filter(name -> keys.key(name) != null).count() == NAMES.size();
    }

    private KeyServer.Answer held(KeyServer.Answer answer) {
        return exchange -> {
            mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                waiting.decrementAndGet();
            }
            answer.to(exchange);
        };
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
