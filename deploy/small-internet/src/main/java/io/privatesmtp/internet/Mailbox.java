package io.privatesmtp.internet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The messages a host took, in order of arrival. */
final class Mailbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final List<Received> messages = new ArrayList<>();

    void add(Received message) {
        lock.lock();
        try {
            messages.add(message);
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<Received> all() {
        lock.lock();
        try {
            return List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return messages.size();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            messages.clear();
        } finally {
            lock.unlock();
        }
    }

    List<Received> await(int count, Duration patience) throws InterruptedException, TimeoutException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (messages.size() < count) {
                if (nanos <= 0) {
                    throw new TimeoutException("%d of %d messages within %d s"
                            .formatted(messages.size(), count, TimeUnit.SECONDS.convert(patience)));
                }
                nanos = arrival.awaitNanos(nanos);
            }
            return List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }
}
