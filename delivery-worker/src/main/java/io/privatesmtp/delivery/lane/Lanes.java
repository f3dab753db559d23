package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.delivery.smtp.SmtpSessions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;

/** All lanes, spread over the event loops: a lane is always worked on by the same one. */
public final class Lanes {
    private static final long SWEEP_MILLIS = 1_000;

    /**
     * How much the worker does at once.
     *
     * @param sessions {@code psr.delivery.max-sessions}
     * @param bytes of content that lanes may hold
     * @param messages that they may hold
     * @param eventLoops that lanes are spread over
     */
    public record Capacity(int sessions, long bytes, int messages, int eventLoops) {}

    /** The lanes of one event loop. */
    private final class Loop implements EventLoop {
        private final Vertx vertx;
        private final Context context;
        private final Map<LaneKey, Lane> lanes = new HashMap<>();

        private Loop(Vertx vertx) {
            this.vertx = vertx;
            this.context = ((VertxInternal) vertx).createEventLoopContext();
        }

        private void submit(LaneKey key, LaneJob job) {
            lanes.computeIfAbsent(key, k -> new Lane(k, shaping.limits(k.site()), around, this))
                    .submit(job);
        }

        private void sweep(Duration longestIdle) {
            lanes.values().removeIf(lane -> lane.sweep(longestIdle));
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void run(Runnable task) {
            context.runOnContext(v -> task.run());
        }

        @Override
        public void aside(Runnable task, Runnable then) {
            aside.execute(() -> {
                try {
                    task.run();
                } finally {
                    run(then);
                }
            });
        }

        @Override
        public void after(Duration delay, Runnable task) {
            // Rounded up: a rate limit asked too early would only wait again.
            vertx.setTimer(delay.toMillis() + 1, id -> run(task));
        }
    }

    private final Executor aside;
    private final Shaping shaping;
    private final Surroundings around;
    private final List<Loop> loops = new ArrayList<>();

    /**
     * @param aside runs what takes too long for an event loop
     * @param share of the cluster that this worker is, 0 to 1
     * @param meaning of a reply of the host named
     */
    public Lanes(
            Vertx vertx,
            Executor aside,
            SmtpSessions sessions,
            LaneSettings settings,
            Shaping shaping,
            Capacity capacity,
            DoubleSupplier share,
            BiFunction<SmtpReply, String, Category> meaning) {
        this.aside = aside;
        this.shaping = shaping;
        SessionBudget budget = new SessionBudget(capacity.sessions());
        this.around = new Surroundings(
                settings,
                sessions::create,
                budget,
                new LaneMemory(capacity.bytes(), capacity.messages()),
                new PlainHosts(),
                share,
                meaning::apply);
        for (int i = 0; i < capacity.eventLoops(); i++) {
            Loop loop = new Loop(vertx);
            loops.add(loop);
            loop.run(() -> vertx.setPeriodic(SWEEP_MILLIS, id -> loop.sweep(settings.idle())));
        }
        budget.onShortage(() -> sweep(Duration.ZERO));
    }

    public void submit(LaneKey key, LaneJob job) {
        Loop loop = loops.get(Math.floorMod(key.hashCode(), loops.size()));
        loop.run(() -> loop.submit(key, job));
    }

    /** Closes all sessions without work. */
    public void close() {
        sweep(Duration.ZERO);
    }

    private void sweep(Duration longestIdle) {
        loops.forEach(loop -> loop.run(() -> loop.sweep(longestIdle)));
    }

    public int openSessions() {
        return around.budget().open();
    }

    /** All lanes, by source address and site. */
    public CompletableFuture<List<LaneState>> view() {
        List<CompletableFuture<List<LaneState>>> parts = new ArrayList<>();
        for (Loop loop : loops) {
            CompletableFuture<List<LaneState>> part = new CompletableFuture<>();
            parts.add(part);
            loop.run(() ->
                    part.complete(loop.lanes.values().stream().map(Lane::state).toList()));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(v -> parts.stream()
                        .flatMap(p -> p.join().stream())
                        .sorted(Comparator.comparing(LaneState::sourceIp).thenComparing(LaneState::site))
                        .toList());
    }
}
