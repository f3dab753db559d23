package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Ledger;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.evidence.Observed;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Stopwatch;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sees what comes of it all, and waits for it. Says from time to time how far things are. Used by one thread. */
public final class Lookout {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration REPORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Receiver receiver;
    private final Groups groups;
    private final Load load;
    private final Ledger ledger;
    private final Notes notes;
    private final BooleanSupplier aborted;
    private final Observed observed = new Observed();
    private @Nullable BusWatch bus;
    private Stopwatch sinceReport = Stopwatch.started();

    Lookout(Receiver receiver, Groups groups, Load load, Ledger ledger, Notes notes, BooleanSupplier aborted) {
        this.receiver = receiver;
        this.groups = groups;
        this.load = load;
        this.ledger = ledger;
        this.notes = notes;
        this.aborted = aborted;
    }

    public Observed observed() {
        return observed;
    }

    /** From now on events are read, too: their topics exist. */
    void watch(String servers) {
        if (bus == null) {
            bus = new BusWatch(servers);
        }
    }

    /** Returns when so many mails more have arrived: the system is at work. */
    public void awaitArrivals(int more) {
        refresh();
        var wanted = observed.arrivals().size() + more;
        await(more + " arrivals", LONG, () -> observed.arrivals().size() >= wanted);
    }

    /** Returns when each of these has its end. */
    public void awaitAll(Collection<Mail> mails) {
        await(
                "the ends of " + mails.size() + " mails",
                LONG,
                () -> mails.stream().allMatch(observed::isTold));
    }

    /** Returns when every submission was looked at: what has not ended waits in the retry topics. How many do? */
    public long awaitTaken() {
        load.flush();
        await("that all submissions are taken", LONG, () -> groups.unsettled(Topics.OUTBOUND) == 0);
        return groups.unsettled(Topics.RETRY_PREFIX);
    }

    public void pause(Duration time) {
        var watch = Stopwatch.started();
        while (watch.elapsed().compareTo(time) < 0) {
            tick(time.minus(watch.elapsed()));
        }
    }

    /** Waits until every mail has ended and every record is committed, as long as something happens. */
    public void settle(Duration patience) {
        load.flush();
        notes.progress("waiting until all is settled");
        var quiet = Stopwatch.started();
        int seen = -1;
        long left = -1;
        while (true) {
            refresh();
            var now = open() > 0 ? -1 : groups.unsettled();
            if (open() == 0 && now == 0) {
                return;
            }
            if (observed.size() != seen || now != left) {
                quiet = Stopwatch.started();
                seen = observed.size();
                left = now;
            } else if (quiet.elapsed().compareTo(patience) > 0) {
                notes.check(
                        false,
                        "nothing happened for " + patience.toSeconds() + " s, and " + open()
                                + " recipients have no end, " + groups.unsettled() + " records are not committed");
                return;
            }
            tick(TICK.multipliedBy(2));
        }
    }

    void close() {
        if (bus != null) {
            bus.close();
        }
    }

    private long open() {
        return ledger.mails().stream().filter(mail -> !observed.isTold(mail)).count();
    }

    void await(String what, Duration limit, BooleanSupplier condition) {
        var watch = Stopwatch.started();
        while (!condition.getAsBoolean()) {
            if (watch.elapsed().compareTo(limit) > 0) {
                throw new Failure("waited " + limit.toSeconds() + " s in vain: " + what);
            }
            tick(TICK);
        }
    }

    private void tick(Duration time) {
        if (aborted.getAsBoolean()) {
            throw new Failure("interrupted");
        }
        Parallel.pause(time.compareTo(TICK) < 0 ? time : TICK);
        refresh();
        if (sinceReport.elapsed().compareTo(REPORT) > 0) {
            sinceReport = Stopwatch.started();
            notes.progress(ledger.size() + " submitted, " + observed.arrivals().size() + " arrived");
        }
    }

    void refresh() {
        receiver.refresh(observed);
        if (bus != null) {
            bus.refresh(observed);
        }
    }
}
