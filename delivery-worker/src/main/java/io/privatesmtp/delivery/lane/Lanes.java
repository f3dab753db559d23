package io.privatesmtp.delivery.lane;

import io.privatesmtp.delivery.smtp.SmtpSessions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** All lanes, spread over the event loops: a lane is always worked on by the same one. */
public final class Lanes {
    private static final long SWEEP_MILLIS = 1_000;

    /** The lanes of one event loop. */
    private final class Loop {
        private final Context context;
        private final Map<LaneKey, Lane> lanes = new HashMap<>();

        private Loop(Context context) {
            this.context = context;
        }

        private void submit(LaneKey key, LaneJob job) {
            lanes.computeIfAbsent(key, k -> new Lane(k, settings, sessions, budget, plainHosts, context))
                    .submit(job);
        }

        private void sweep(boolean all) {
            lanes.values().removeIf(lane -> lane.closeIdle(all));
        }
    }

    /** What a lane is doing, for people. */
    public record View(String sourceIp, String site, int busy, int waiting, long pauseMillis) {}

    private final LaneSettings settings;
    private final SmtpSessions sessions;
    private final SessionBudget budget;
    private final PlainHosts plainHosts = new PlainHosts();
    private final List<Loop> loops = new ArrayList<>();

    /** @param maxSessions {@code psr.delivery.max-sessions} */
    public Lanes(Vertx vertx, SmtpSessions sessions, LaneSettings settings, int maxSessions, int eventLoops) {
        this.settings = settings;
        this.sessions = sessions;
        this.budget = new SessionBudget(maxSessions);
        for (int i = 0; i < eventLoops; i++) {
            Loop loop = new Loop(((VertxInternal) vertx).createEventLoopContext());
            loops.add(loop);
            loop.context.runOnContext(v -> vertx.setPeriodic(SWEEP_MILLIS, id -> loop.sweep(false)));
        }
    }

    public void submit(LaneKey key, LaneJob job) {
        Loop loop = loops.get(Math.floorMod(key.hashCode(), loops.size()));
        loop.context.runOnContext(v -> loop.submit(key, job));
    }

    /** Closes all sessions without work. */
    public void close() {
        loops.forEach(loop -> loop.context.runOnContext(v -> loop.sweep(true)));
    }

    public int openSessions() {
        return budget.open();
    }

    public CompletableFuture<List<View>> view() {
        List<CompletableFuture<List<View>>> parts = new ArrayList<>();
        for (Loop loop : loops) {
            CompletableFuture<List<View>> part = new CompletableFuture<>();
            parts.add(part);
            loop.context.runOnContext(v -> part.complete(loop.lanes.values().stream()
                    .map(l -> new View(
                            l.key().sourceIp(),
                            l.key().site(),
                            l.busy(),
                            l.waiting(),
                            l.pause().toMillis()))
                    .toList()));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(v -> parts.stream().flatMap(p -> p.join().stream()).toList());
    }
}
