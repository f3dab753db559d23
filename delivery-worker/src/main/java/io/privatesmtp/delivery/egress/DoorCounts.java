package io.privatesmtp.delivery.egress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What came to a door: connections, and refusals by their reason. A crowd of strangers fills no log. */
final class DoorCounts {
    private static final Logger LOG = Logger.getLogger(DoorCounts.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicInteger open = new AtomicInteger();
    private final Counter connected;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    private final Map<Refusal, AtomicLong> logged = new EnumMap<>(Refusal.class);

    DoorCounts(MeterRegistry metrics) {
        connected = Counter.builder("psr.door.connections")
                .description("connections made for other workers")
                .register(metrics);
        Gauge.builder("psr.door.open", open, AtomicInteger::get)
                .description("visitors of the door now")
                .register(metrics);
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    Counter.builder("psr.door.refusals")
                            .description("visitors that were turned away")
                            .tag("reason", refusal.toString())
                            .register(metrics));
            logged.put(refusal, new AtomicLong(System.nanoTime() - QUIET_NANOS));
        }
    }

    /** Counts a visitor in. @return how many there are now */
    int came() {
        return open.incrementAndGet();
    }

    void went() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }

    void connected() {
        connected.increment();
    }

    void refused(Refusal reason, @Nullable SocketAddress visitor, String detail) {
        Objects.requireNonNull(refused.get(reason)).increment();
        AtomicLong last = Objects.requireNonNull(logged.get(reason));
        long before = last.get();
        long now = System.nanoTime();
        if (now - before >= QUIET_NANOS && last.compareAndSet(before, now)) {
            LOG.warnf("the door refused %s: %s, %s", visitor, reason, detail);
        }
    }
}
