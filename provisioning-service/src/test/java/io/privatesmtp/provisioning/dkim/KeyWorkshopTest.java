package io.privatesmtp.provisioning.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.kit.ProblemException;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workshop whose only thread is held, so that all that is asked of it waits. */
class KeyWorkshopTest {
    private static final int PLACES = 20;

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private KeyWorkshop workshop;

    @BeforeEach
    void holdTheThread() throws IOException {
        String secret = Base64.getEncoder().encodeToString("s".repeat(32).getBytes(StandardCharsets.UTF_8));
        workshop = new KeyWorkshop(new KeyCipher(Optional.of(secret), Optional.empty()), vertx);
        CountDownLatch held = new CountDownLatch(1);
        // Executors of one name share their threads.
        vertx.createSharedWorkerExecutor("psr-dkim-keys", 1)
                .executeBlocking(() -> {
                    held.countDown();
                    release.await();
                    return "released";
                })
                .subscribe()
                .with(released -> {});
        Awaitility.await().until(() -> held.getCount() == 0);
    }

    @AfterEach
    void close() {
        release.countDown();
        vertx.closeAndAwait();
    }

    @Test
    void callersWhoHangUpDoNotMakeRoomBeforeTheirKeysAreMade() {
        List<Cancellable> callers = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            callers.add(ask());
        }
        callers.forEach(Cancellable::cancel);

        ask();
        assertThat(refused).hasValue(1);

        release.countDown();
        awaitKeyFor(this::ask);
    }

    @Test
    void howeverManyAskAtOnceAsManyGetKeysAsThereArePlaces() {
        int callers = 10 * PLACES;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < callers; i++) {
                threads.execute(this::ask);
            }
        }
        assertThat(refused).hasValue(callers - PLACES);

        release.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> made.get() == PLACES);
        awaitKeyFor(this::ask);
    }

    private Cancellable ask() {
        return workshop.make(Algorithm.ED25519).subscribe().with(key -> made.incrementAndGet(), failure -> {
            assertThat(failure).isInstanceOf(ProblemException.class).hasMessageContaining("ask again");
            refused.incrementAndGet();
        });
    }

    private void awaitKeyFor(Runnable caller) {
        int before = made.get();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            caller.run();
            return made.get() > before;
        });
    }
}
