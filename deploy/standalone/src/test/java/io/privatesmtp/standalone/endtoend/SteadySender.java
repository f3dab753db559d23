package io.privatesmtp.standalone.endtoend;

import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.system.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Submits a message every few milliseconds, each to a recipient of its own, until it is closed. */
final class SteadySender implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(20);

    private final Submissions bus;
    private final String sender;
    private final AtomicInteger submitted = new AtomicInteger();
    private final CompletableFuture<Void> work;
    private volatile boolean closed;

    SteadySender(Submissions bus, String sender) {
        this.bus = bus;
        this.sender = sender;
        this.work = CompletableFuture.runAsync(
                this::submit, task -> Thread.ofVirtual().start(task));
    }

    /** How many messages the broker has; the next one has this number. */
    int submitted() {
        return submitted.get();
    }

    /** The recipient of the message of this number, counted from 0. */
    static String recipient(int number) {
        return "steady-" + number + "@" + Receivers.DOMAINS.getFirst();
    }

    /** The recipients of the messages of these numbers. */
    static List<String> recipients(int from, int to) {
        return IntStream.range(from, to).mapToObj(SteadySender::recipient).toList();
    }

    /** Returns when the last message is with the broker. */
    @Override
    public void close() {
        closed = true;
        work.join();
    }

    private void submit() {
        while (!closed) {
            var number = submitted.get();
            bus.submit(Letters.raw("steady-" + number, sender, List.of(recipient(number))));
            submitted.incrementAndGet();
            Parallel.pause(PACE);
        }
    }
}
