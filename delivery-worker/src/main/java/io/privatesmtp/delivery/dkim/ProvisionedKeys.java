package io.privatesmtp.delivery.dkim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The private keys that provisioning-service has, in memory. A look-up never waits: it answers what is known and has the
 * rest fetched, a few keys at once, so that one without an answer does not hold up the others. Whoever asks meanwhile,
 * there is one call for a key. A key is asked for anew now and then, and signs on until the service says that it is gone;
 * what is not there, or cannot be had, is asked for again after a second, two, four, up to a minute.
 */
final class ProvisionedKeys implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ProvisionedKeys.class);
    static final int MAX = 10_000;
    /** At most; a worker must not take the service from those who use it. */
    private static final int AT_ONCE = 8;

    private static final Duration UNUSED = Duration.ofDays(2);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int GONE = 404;

    /**
     * @param key null where there is none
     * @param patience from one failure to the next call; zero where the last call gave a key
     */
    private record Known(@Nullable SigningKey key, Instant askAgain, Duration patience) {}

    private final KeyCall call;
    private final Duration renew;
    private final Runnable arrival;
    private final Clock clock;
    private final Cache<String, Known> keys =
            Caffeine.newBuilder().maximumSize(MAX).expireAfterAccess(UNUSED).build();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final ExecutorService fetches = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("psr-dkim-fetch-", 0).daemon().factory());
    /** What was said last of a service that does not answer, so that it is said once. */
    private String told = "";

    /** @param arrival told when a key has come that was not there */
    ProvisionedKeys(KeyCall call, Duration renew, Runnable arrival, Clock clock) {
        this.call = call;
        this.renew = renew;
        this.arrival = arrival;
        this.clock = clock;
    }

    @Nullable
    SigningKey key(String name) {
        Known known = keys.getIfPresent(name);
        if (mustBeAsked(known) && wanted.size() < MAX && wanted.add(name)) {
            try {
                fetches.execute(() -> fetch(name));
            } catch (RejectedExecutionException e) {
                LOG.debugf("the worker stops: DKIM key %s is not fetched", name);
            }
        }
        return known == null ? null : known.key;
    }

    private boolean mustBeAsked(@Nullable Known known) {
        return known == null || !clock.instant().isBefore(known.askAgain);
    }

    private void fetch(String name) {
        try {
            Known before = keys.getIfPresent(name);
            if (!mustBeAsked(before)) {
                // The answer came between a look-up's glance at what is known and its wish.
                return;
            }
            Known now = fetched(name, before);
            keys.put(name, now);
            if (now.key != null && (before == null || before.key == null)) {
                LOG.infof("DKIM key %s from provisioning: %s", name, now.key);
                arrival.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "DKIM key %s could not be fetched", name);
        } finally {
            wanted.remove(name);
        }
    }

    private Known fetched(String name, @Nullable Known before) throws InterruptedException {
        SigningKey known = before == null ? null : before.key;
        try {
            KeyCall.Answer answer = call.ask(name);
            if (answer.hasKey()) {
                SigningKey key = KeyFile.parse(answer.pem());
                tell("");
                return new Known(key, clock.instant().plus(renew), Duration.ZERO);
            }
            if (answer.status() == GONE) {
                if (known != null) {
                    LOG.infof("DKIM key %s is gone", name);
                }
                tell("");
                return again(null, before);
            }
            tell("provisioning-service answers " + answer.status() + " to the worker that asks for DKIM key " + name);
        } catch (IOException e) {
            tell("DKIM key " + name + " cannot be had from provisioning-service: " + e.getMessage());
        }
        return again(known, before);
    }

    private Known again(@Nullable SigningKey key, @Nullable Known before) {
        Duration last = before == null ? Duration.ZERO : before.patience;
        Duration doubled = last.isZero() ? SHORTEST : last.multipliedBy(2);
        Duration patience = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return new Known(key, clock.instant().plus(patience), patience);
    }

    private synchronized void tell(String sentence) {
        if (!sentence.isEmpty() && told.isEmpty()) {
            LOG.error(sentence);
        } else if (sentence.isEmpty() && !told.isEmpty()) {
            LOG.info("provisioning-service answers again");
        }
        told = sentence;
    }

    @Override
    public void close() {
        fetches.shutdownNow();
        call.close();
    }
}
