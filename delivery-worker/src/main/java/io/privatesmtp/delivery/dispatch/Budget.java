package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.submission.Priority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the worker holds in memory at once: bounded in bytes and, so that lists stay short, in messages. Bulk mail is not taken
 * beyond three quarters of it, and what comes all the same, among other mail, is put aside.
 */
public final class Budget {
    /** A message costs more than its bytes: its parsed form, its place in queues. */
    private static final long OVERHEAD = 4_096;
    /** A large one stands in memory as the record, as the message read from it, and as it goes out. */
    private static final int COPIES = 3;

    private static final long LARGE = 64 * 1024;

    private static final double BULK = 0.75;
    private static final double BULK_OVERFLOW = 0.875;
    /** Bulk mail that was put aside comes back within this time, evenly. */
    private static final Duration RETURN = Duration.ofMinutes(2);

    private static final double GOLDEN = 0.6180339887498949;

    private final long maxBytes;
    private final int maxMessages;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long bytes;
    private int messages;
    private long bulkBytes;
    private int bulkMessages;
    private long putAside;

    public Budget(long maxBytes, int maxMessages) {
        this.maxBytes = maxBytes;
        this.maxMessages = maxMessages;
    }

    /** What one message takes, from when it was polled until it has come to its end. */
    final class Part {
        private final long cost;
        private boolean bulk;

        private Part(long cost) {
            this.cost = cost;
        }

        /** Known once it was read. */
        void isBulk() {
            synchronized (Budget.this) {
                if (!bulk) {
                    bulk = true;
                    bulkBytes += cost;
                    bulkMessages++;
                }
            }
        }

        void giveBack() {
            boolean room;
            synchronized (Budget.this) {
                bytes -= cost;
                messages--;
                if (bulk) {
                    bulkBytes -= cost;
                    bulkMessages--;
                }
                room = hasRoom(Priority.TRANSACTIONAL);
            }
            if (room) {
                listeners.forEach(Runnable::run);
            }
        }
    }

    /** Whether another message may be taken. One always may, however large, while there is nothing else. */
    public synchronized boolean hasRoom(Priority priority) {
        boolean room = messages == 0 || bytes < maxBytes && messages < maxMessages;
        return room && (priority != Priority.BULK || !bulkBeyond(BULK));
    }

    /** Whether there is so much bulk mail that more of it must not wait here. */
    synchronized boolean bulkOverflows() {
        return bulkMessages > 1 && bulkBeyond(BULK_OVERFLOW);
    }

    /** When bulk mail that finds no room is looked at again. */
    synchronized Duration putAside() {
        return Duration.ofMillis((long) (RETURN.toMillis() * (putAside++ * GOLDEN % 1)));
    }

    private boolean bulkBeyond(double share) {
        return bulkBytes >= maxBytes * share || bulkMessages >= maxMessages * share;
    }

    synchronized Part take(long size) {
        Part part = new Part((size > LARGE ? size * COPIES : size) + OVERHEAD);
        bytes += part.cost;
        messages++;
        return part;
    }

    /** Called, on any thread, whenever there is room after something was given back. */
    public void onRoom(Runnable listener) {
        listeners.add(listener);
    }

    /** The bound of content in memory. */
    long maxBytes() {
        return maxBytes;
    }

    public synchronized int messages() {
        return messages;
    }

    public synchronized long bytes() {
        return bytes;
    }
}
