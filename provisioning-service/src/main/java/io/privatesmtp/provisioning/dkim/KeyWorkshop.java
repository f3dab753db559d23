package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.kit.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes key pairs, one after the other and away from the event loops: an RSA pair takes a processor for a moment. */
@ApplicationScoped
class KeyWorkshop {
    private static final int MAX_WAITING = 20;

    private final KeyCipher cipher;
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();

    KeyWorkshop(KeyCipher cipher, Vertx vertx) {
        this.cipher = cipher;
        this.workers = vertx.createSharedWorkerExecutor("psr-dkim-keys", 1);
    }

    Uni<FreshKey> make(Algorithm algorithm) {
        return Uni.createFrom().deferred(() -> {
            cipher.mustBeReady();
            if (waiting.incrementAndGet() > MAX_WAITING) {
                waiting.decrementAndGet();
                throw new ProblemException(
                        503, "busy", MAX_WAITING + " keys are being made, ask again in some seconds", null);
            }
            return workers.executeBlocking(() -> made(algorithm))
                    .onTermination()
                    .invoke(waiting::decrementAndGet);
        });
    }

    private FreshKey made(Algorithm algorithm) {
        KeyPair pair = algorithm.generate();
        String id = UUID.randomUUID().toString();
        byte[] privateHalf = pair.getPrivate().getEncoded();
        try {
            return new FreshKey(id, algorithm.published(pair.getPublic()), cipher.encrypt(id, privateHalf));
        } finally {
            Arrays.fill(privateHalf, (byte) 0);
        }
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }
}
