package io.privatesmtp.delivery.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the worker holds in memory at once: bounded in bytes and, so that lists stay short, in messages. */
public final class Budget {
    /** A message costs more than its bytes: its parsed form, its place in queues. */
    private static final long OVERHEAD = 4_096;

    private final long maxBytes;
    private final int maxMessages;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long bytes;
    private int messages;

    public Budget(long maxBytes, int maxMessages) {
        this.maxBytes = maxBytes;
        this.maxMessages = maxMessages;
    }

    /** Whether another message may be taken. One always may, however large, while there is nothing else. */
    public synchronized boolean hasRoom() {
        return messages == 0 || bytes < maxBytes && messages < maxMessages;
    }

    synchronized long take(long size) {
        long cost = size + OVERHEAD;
        bytes += cost;
        messages++;
        return cost;
    }

    void giveBack(long cost) {
        boolean room;
        synchronized (this) {
            bytes -= cost;
            messages--;
            room = hasRoom();
        }
        if (room) {
            new ArrayList<>(listeners).forEach(Runnable::run);
        }
    }

    /** Called, on any thread, whenever there is room after something was given back. */
    public void onRoom(Runnable listener) {
        listeners.add(listener);
    }

    public synchronized int messages() {
        return messages;
    }

    public synchronized long bytes() {
        return bytes;
    }
}
