package io.privatesmtp.delivery.quota;

import io.privatesmtp.bus.routing.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What all workers have used of quotas and allowances, today and on the days beside it. Pure: the clock, this worker's share
 * and the bus are others'. Called from several threads.
 */
final class Usages {
    private static final long DAY_SECONDS = 86_400;
    private static final int HOUR_SECONDS = 3_600;

    private record Day(long number, ConcurrentHashMap<String, DayUse> uses) {
        DayUse of(String what) {
            DayUse known = uses.get(what);
            return known != null ? known : uses.computeIfAbsent(what, w -> new DayUse(w, LocalDate.ofEpochDay(number)));
        }
    }

    private final String worker;
    private final DoubleSupplier share;
    private final Map<Long, Day> days = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<DayUse> active = new ConcurrentLinkedQueue<>();
    private volatile Day today = new Day(Long.MIN_VALUE, new ConcurrentHashMap<>());

    /** @param share how much of the cluster this worker is, 0 to 1 */
    Usages(String worker, DoubleSupplier share) {
        this.worker = worker;
        this.share = share;
    }

    /** Counts one recipient if it may leave. */
    Answer take(String what, Limit limit, Instant now) {
        DayUse use = day(now).of(what);
        Answer answer = use.take(hour(now), limit, share.getAsDouble());
        if (answer != Answer.EXHAUSTED) {
            enlist(use);
        }
        return answer;
    }

    /** It was taken at that moment, and does not leave after all. */
    void giveBack(String what, Instant taken) {
        DayUse use = day(taken).of(what);
        use.giveBack(hour(taken));
        enlist(use);
    }

    private void enlist(DayUse use) {
        if (use.enlist()) {
            active.add(use);
        }
    }

    boolean hasRoom(String what, Limit limit, Instant now) {
        DayUse use = day(now).uses.get(what);
        return use == null ? limit.perHour() > 0 && limit.perDay() > 0 : use.hasRoom(hour(now), limit);
    }

    long usedInHour(String what, Instant now) {
        DayUse use = day(now).uses.get(what);
        return use == null ? 0 : use.usedIn(hour(now));
    }

    long usedInDay(String what, Instant now) {
        DayUse use = day(now).uses.get(what);
        return use == null ? 0 : use.used();
    }

    /** A row of the bus. This worker's own tell nothing new; those of other days are not needed. */
    void read(Usage row, Instant now) {
        long number = row.day().toEpochDay();
        if (!row.worker().equals(worker) && Math.abs(number - dayNumber(now)) <= 1) {
            dayOf(number).of(row.what()).other(row.worker(), row.used());
        }
    }

    /** Every second: hands over what is to be published. What is acknowledged must be reported to its {@link DayUse}. */
    void tick(Instant now, Publisher publisher) {
        long current = dayNumber(now);
        days.keySet().removeIf(number -> Math.abs(number - current) > 1);
        double part = share.getAsDouble();
        each(use -> {
            Usage row = use.tick(worker, part);
            if (row != null) {
                publisher.publish(row, use);
            }
            if (!use.delist()) {
                active.add(use);
            }
        });
    }

    /** What the bus does not have yet, before the end. */
    void last(Publisher publisher) {
        each(use -> {
            Usage row = use.last(worker);
            if (row != null) {
                publisher.publish(row, use);
            }
        });
    }

    private void each(Consumer<DayUse> step) {
        for (int i = active.size(); i > 0; i--) {
            DayUse use = active.poll();
            if (use != null) {
                step.accept(use);
            }
        }
    }

    /** Writes a row to the bus. */
    interface Publisher {
        void publish(Usage row, DayUse use);
    }

    /** Of how many quotas and allowances the use is known. */
    int size() {
        return days.values().stream().mapToInt(day -> day.uses.size()).sum();
    }

    private Day day(Instant now) {
        Day known = today;
        long number = dayNumber(now);
        if (known.number == number) {
            return known;
        }
        Day day = dayOf(number);
        today = day;
        return day;
    }

    private Day dayOf(long number) {
        return days.computeIfAbsent(number, n -> new Day(n, new ConcurrentHashMap<>()));
    }

    private static long dayNumber(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), DAY_SECONDS);
    }

    private static int hour(Instant now) {
        return (int) (Math.floorMod(now.getEpochSecond(), DAY_SECONDS) / HOUR_SECONDS);
    }
}
