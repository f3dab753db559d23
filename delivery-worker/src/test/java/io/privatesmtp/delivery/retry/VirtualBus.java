package io.privatesmtp.delivery.retry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The retry topics and their workers on virtual time: records wait in the partitions of the topics, each released in its
 * order, and meet their host again. What is decided is decided by the real schedule.
 */
final class VirtualBus {
    private static final int PARTITIONS = 12;

    /** How long after its due time a head is looked at, at most: the reader's pause. */
    private static final long LOOK_MILLIS = 500;

    private record Waiting(long offset, Instant appendedAt, Letter letter, RetryState state) {}

    /** One partition of a retry topic. */
    private final class Log {
        private final Pace pace;
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private long end;

        private Log(RetrySchedule.Step step) {
            this.pace = schedule.pace(step);
        }

        private void append(Letter letter, RetryState state, Instant now) {
            waiting.add(new Waiting(end++, now, letter, state));
            if (waiting.size() == 1) {
                lookAtHead();
            }
        }

        private void lookAtHead() {
            Waiting head = waiting.element();
            Instant due = pace.due(head.offset(), head.appendedAt(), waiting.size());
            happens.add(new Happening(due.plusMillis(order % LOOK_MILLIS), order++, this::release));
        }

        private void release(Instant now) {
            Waiting head = waiting.remove();
            pace.released();
            look(head.letter(), head.state(), now);
            if (!waiting.isEmpty()) {
                lookAtHead();
            }
        }
    }

    private record Happening(Instant at, long order, Consumer<Instant> what) {}

    private final RetrySchedule schedule;
    private final PriorityQueue<Happening> happens =
            new PriorityQueue<>(Comparator.comparing(Happening::at).thenComparing(Happening::order));
    private final Map<String, Log> logs = new HashMap<>();
    private long order;

    VirtualBus(RetrySchedule schedule) {
        this.schedule = schedule;
    }

    void submit(Letter letter) {
        RetryState first =
                RetryState.first(letter.origin(), letter.submittedAt().toEpochMilli());
        happens.add(new Happening(letter.submittedAt(), order++, now -> look(letter, first, now)));
    }

    /** Until nothing waits any more. */
    void run() {
        Instant now = Instant.MIN;
        for (Happening next = happens.poll(); next != null; next = happens.poll()) {
            now = next.at().isAfter(now) ? next.at() : now;
            next.what().accept(now);
        }
    }

    /** What Admittance, Departure and Settlement do with a record that is looked at. */
    private void look(Letter letter, RetryState state, Instant now) {
        Instant notBefore = letter.notBefore();
        if (!now.isBefore(letter.expiresAt())) {
            letter.expired(now);
        } else if (notBefore != null && now.isBefore(notBefore)) {
            park(letter, state, notBefore, now);
        } else if (state.dueAt() != null && schedule.early(state.dueAt(), now, letter.expiresAt())) {
            park(letter, state, state.dueAt(), now);
        } else {
            Letter.Answer answer = letter.attempt(now);
            if (answer.reply() != null) {
                RetrySchedule.Wait wait = schedule.afterAttempt(
                        state.attempts() + 1,
                        now,
                        letter.expiresAt(),
                        ReplyDelay.of(answer.reply()),
                        answer.greylisted());
                append(letter, state.attempted(List.of(0), wait.dueAt(), "203.0.113.1", answer.reply()), wait, now);
            }
        }
    }

    private void park(Letter letter, RetryState state, Instant until, Instant now) {
        RetrySchedule.Wait wait = schedule.until(until, now, letter.expiresAt());
        append(letter, state.parked(List.of(0), wait.dueAt()), wait, now);
    }

    private void append(Letter letter, RetryState state, RetrySchedule.Wait wait, Instant now) {
        int partition = letter.origin().partition() % PARTITIONS;
        logs.computeIfAbsent(wait.step().topic() + "-" + partition, name -> new Log(wait.step()))
                .append(letter, state, now);
    }

    static <T> List<T> list(int count, IntFunction<T> of) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(of.apply(i));
        }
        return list;
    }
}
