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
import java.util.concurrent.Semaphore;

/** Makes key pairs, one after the other and away from the event loops: an RSA pair takes a processor for a moment. */
@ApplicationScoped
class KeyWorkshop {
    private static final int PLACES = 20;

    private final KeyCipher cipher;
    private final WorkerExecutor workers;
    private final Semaphore places = new Semaphore(PLACES);

    KeyWorkshop(KeyCipher cipher, Vertx vertx) {
        this.cipher = cipher;
        this.workers = vertx.createSharedWorkerExecutor("psr-dkim-keys", 1);
    }

    Uni<FreshKey> make(Algorithm algorithm) {
        return Uni.createFrom().deferred(() -> {
            cipher.mustBeReady();
            if (!places.tryAcquire()) {
                throw new ProblemException(
                        503, "busy", PLACES + " keys are being made, ask again in some seconds", null);
            }
            return workers.executeBlocking(() -> madeInAPlace(algorithm));
        });
    }

    /** A caller who hangs up leaves the work behind, which keeps its place until it is done. */
    private FreshKey madeInAPlace(Algorithm algorithm) {
        try {
            return made(algorithm);
        } finally {
            places.release();
        }
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
