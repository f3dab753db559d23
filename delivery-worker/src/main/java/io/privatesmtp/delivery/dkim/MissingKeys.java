package io.privatesmtp.delivery.dkim;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Keys that mail asks for and that are not there. Each is told of once, and once more when it has come. */
final class MissingKeys {
    private static final Logger LOG = Logger.getLogger(MissingKeys.class);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int MAX = 10_000;

    private final ConcurrentHashMap<String, Instant> asked = new ConcurrentHashMap<>();

    void ask(KeyUse use, Instant now) {
        boolean room = asked.size() < MAX;
        Instant last = room ? asked.put(use.keyRef(), now) : asked.replace(use.keyRef(), now);
        if (last == null) {
            LOG.errorf("mail of %s needs DKIM key %s, which is not there", use.domain(), use.keyRef());
        }
    }

    /**
     * Strikes out those that have come, and those that no mail has asked for lately. Several threads may do so at once.
     *
     * @return whether one has come that no other thread has struck out
     */
    boolean review(Predicate<String> present, Instant now) {
        AtomicBoolean come = new AtomicBoolean();
        asked.forEach((name, last) -> {
            if (present.test(name)) {
                if (asked.remove(name) != null) {
                    come.set(true);
                    LOG.infof("DKIM key %s has come", name);
                }
            } else if (last.plus(FORGET).isBefore(now)) {
                asked.remove(name);
            }
        });
        return come.get();
    }

    int count() {
        return asked.size();
    }
}
