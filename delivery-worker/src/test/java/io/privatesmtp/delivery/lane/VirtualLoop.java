package io.privatesmtp.delivery.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/** An event loop whose time passes when the test says so. */
final class VirtualLoop implements EventLoop {
    private record Alarm(long at, long number, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private long now = 1_000_000_000;
    private long number;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void run(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void aside(Runnable task, Runnable then) {
        tasks.add(task);
        tasks.add(then);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        alarms.add(new Alarm(now + delay.toNanos(), number++, task));
    }

    /** Does what is to be done now. */
    void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void pass(Duration time) {
        long until = now + time.toNanos();
        settle();
        while (!alarms.isEmpty() && alarms.peek().at <= until) {
            Alarm alarm = alarms.poll();
            now = Math.max(now, alarm.at);
            alarm.task.run();
            settle();
        }
        now = until;
    }
}
