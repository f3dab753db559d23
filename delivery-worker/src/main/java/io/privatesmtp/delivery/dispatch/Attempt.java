package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.lane.DotAware;
import io.privatesmtp.delivery.lane.LaneJob;
import io.privatesmtp.delivery.lane.LaneKey;
import io.privatesmtp.delivery.lane.Permits;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.message.Seal;
import io.privatesmtp.delivery.message.WireMessage;
import io.privatesmtp.delivery.message.WireTarget;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One transaction of a consignment: its recipients at one site. */
final class Attempt implements LaneJob, DotAware {
    /** What the dispatcher does with its end. */
    interface Sink {
        /** Asked before MAIL. */
        boolean mayBegin(Attempt attempt);

        void done(Attempt attempt, TransactionReport report, NextHop hop);

        void parked(Attempt attempt, Duration wait);
    }

    private final Consignment consignment;
    private final String returnPath;
    private final List<Recipient> recipients;
    private final Route route;
    private final LaneKey lane;
    private final String ehlo;
    private final List<NextHop> hops;
    private final String received;
    private final Supplier<Seal> seal;
    private final Permits permits;
    private final Sink sink;
    private final long startNanos;
    private volatile boolean dotPermitted;
    private volatile long permittedNanos;
    private volatile @Nullable Future<Boolean> permit;
    private volatile @Nullable WireMessage prepared;

    Attempt(
            Consignment consignment,
            String returnPath,
            List<Recipient> recipients,
            Route route,
            LaneKey lane,
            String ehlo,
            List<NextHop> hops,
            String received,
            Supplier<Seal> seal,
            Permits permits,
            Sink sink) {
        this.consignment = consignment;
        this.returnPath = returnPath;
        this.recipients = recipients;
        this.route = route;
        this.lane = lane;
        this.ehlo = ehlo;
        this.hops = hops;
        this.received = received;
        this.seal = seal;
        this.permits = permits;
        this.sink = sink;
        this.startNanos = System.nanoTime();
    }

    Consignment consignment() {
        return consignment;
    }

    List<Recipient> to() {
        return recipients;
    }

    Route route() {
        return route;
    }

    long millisSinceStart() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    @Override
    public String mailFrom() {
        return returnPath;
    }

    @Override
    public List<String> recipients() {
        return recipients.stream().map(r -> WirePath.of(r.address())).toList();
    }

    @Override
    public boolean heavy() {
        return Budget.isLarge(consignment.mail().body().size());
    }

    @Override
    public void prepare() {
        try {
            prepared = render(WireTarget.ANYTHING);
        } catch (RuntimeException e) {
            prepared = null; // it is made, and fails, again when the server is asked
        }
    }

    @Override
    public WireMessage content(WireTarget target) {
        WireMessage ready = prepared;
        return ready != null && ready.suits(target) ? ready : render(target);
    }

    private WireMessage render(WireTarget target) {
        return consignment.mail().body().render(target, received, seal.get());
    }

    @Override
    public boolean mayBegin() {
        return epoch().holds() && sink.mayBegin(this);
    }

    @Override
    public Future<Boolean> mayFinish() {
        Future<Boolean> acquiring = permits.acquire(lane, priority());
        permit = acquiring;
        Runnable unhook = epoch().onEnd(() -> permits.cancel(lane, priority(), acquiring));
        return acquiring.map(granted -> {
            unhook.run();
            permittedNanos = System.nanoTime();
            boolean go = granted && epoch().holds();
            dotPermitted = go;
            return go;
        });
    }

    @Override
    public boolean dotPermitted() {
        return dotPermitted;
    }

    /** Gives the permit back, once what follows from the dot is acknowledged. */
    void releasePermit() {
        Future<Boolean> acquired = permit;
        permit = null;
        if (acquired != null) {
            permits.cancel(lane, priority(), acquired);
            acquired.onSuccess(granted -> {
                if (granted) {
                    permits.release(lane, Duration.ofNanos(System.nanoTime() - permittedNanos));
                }
            });
        }
    }

    @Override
    public List<NextHop> hops() {
        return hops;
    }

    @Override
    public String ehlo() {
        return ehlo;
    }

    @Override
    public Priority priority() {
        return consignment.mail().priority();
    }

    @Override
    public PartitionEpoch epoch() {
        return consignment.reception().epoch();
    }

    @Override
    public long bytes() {
        byte[] value = consignment.submission().value();
        return value == null ? 0 : value.length;
    }

    LaneKey lane() {
        return lane;
    }

    @Override
    public void done(TransactionReport report, NextHop hop) {
        prepared = null;
        sink.done(this, report, hop);
    }

    @Override
    public void parked(Duration wait) {
        sink.parked(this, wait);
    }
}
