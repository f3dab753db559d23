package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.submission.Priority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the worker holds in memory at once: bounded in bytes and, so that lists stay short, in messages. Bulk mail is not taken
 * beyond three quarters of it, and what comes all the same, among other mail, is put aside. Large mail is counted by itself:
 * it never takes the quarter that all other mail can rely on.
 */
public final class Budget {
    /** A message costs more than its bytes: its parsed form, its place in queues. */
    private static final long OVERHEAD = 4_096;
    /** A large one may stand in memory as the record, as the message read from it, and as it goes out: JSON does, or what is converted. */
    private static final int COPIES = 3;

    private static final long COPIED = 64 * 1024;
    /** From here on a message is worth being fetched a second time, so that others need not wait for its memory. */
    private static final long LARGE = 1024 * 1024;

    private static final double LARGE_MAIL = 0.75;

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
    private long largeBytes;
    private int largeMessages;
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
        private final boolean large;
        private boolean bulk;

        private Part(long cost, boolean large) {
            this.cost = cost;
            this.large = large;
        }

        /** Known once it was read. */
        void isBulk() {
            synchronized (Budget.this) {
                if (!bulk && !large) {
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
                if (large) {
                    largeBytes -= cost;
                    largeMessages--;
                }
                if (bulk) {
                    bulkBytes -= cost;
                    bulkMessages--;
                }
                room = hasRoom(Priority.TRANSACTIONAL) || hasRoomForLarge(Priority.TRANSACTIONAL);
            }
            if (room) {
                listeners.forEach(Runnable::run);
            }
        }
    }

    /** Whether another message may be taken that is not {@link #isLarge large}. */
    public synchronized boolean hasRoom(Priority priority) {
        boolean fits = bytes < maxBytes || bytes - largeBytes < maxBytes * (1 - LARGE_MAIL);
        boolean room = messages == 0 || fits && messages < maxMessages;
        return room && (priority != Priority.BULK || !bulkBeyond(BULK));
    }

    /** Whether a message of so many bytes is one of those that {@link #hasRoomForLarge} is asked for. */
    public static boolean isLarge(long size) {
        return size > LARGE;
    }

    /** Whether a large message may be taken. One always may, however large, while there is no other. */
    public synchronized boolean hasRoomForLarge(Priority priority) {
        boolean fits = priority != Priority.BULK && bytes < maxBytes && largeBytes < maxBytes * LARGE_MAIL;
        return largeMessages == 0 || fits && messages < maxMessages;
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
        Part part = new Part((size > COPIED ? size * COPIES : size) + OVERHEAD, isLarge(size));
        bytes += part.cost;
        messages++;
        if (part.large) {
            largeBytes += part.cost;
            largeMessages++;
        }
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
