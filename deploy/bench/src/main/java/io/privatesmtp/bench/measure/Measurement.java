package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.bench.load.Producer;
import io.privatesmtp.bench.peer.Yardstick;
import io.privatesmtp.bench.world.Rig;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Measures one case on a rig: warms it up, runs it at full speed, and then at half of that. */
public final class Measurement {
    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration REPORT = Duration.ofSeconds(5);
    private static final int GENTLE_MESSAGES = 2_000;
    private static final double GENTLE_PER_SECOND = 500;
    private static final int COUNTED_PERCENT = 99;
    /** What a lane parks comes back within two and a half minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Rig rig;
    private final Case mail;
    private final Size scale;
    private final Size size;
    private final Consumer<String> progress;
    private final @Nullable Yardstick yardstick;

    public Measurement(Rig rig, Case mail, Size size, Consumer<String> progress) {
        this(rig, mail, size, progress, null);
    }

    /** @param yardstick what each run is held against, null for nothing */
    public Measurement(Rig rig, Case mail, Size size, Consumer<String> progress, @Nullable Yardstick yardstick) {
        this.rig = rig;
        this.mail = mail;
        this.scale = size;
        this.size = size.of(mail);
        this.progress = progress;
        this.yardstick = yardstick;
    }

    public Figures take() {
        try (var producer = new Producer(rig.bus().servers())) {
            warmUp(producer);
            List<Run> runs = new ArrayList<>();
            for (int i = 1; i <= size.runs(); i++) {
                var run = measured(fullSpeed(producer, mail, "run" + i, size.messages()));
                progress.accept("run %d of %d: %.0f messages/s, %.3f CPU seconds per 1000 in worker and broker%s"
                        .formatted(
                                i,
                                size.runs(),
                                run.messagesPerSecond(),
                                run.cpuSecondsPer1000().system(),
                                run.inYardsticks()));
                runs.add(run);
            }
            var latencies = size.paceSeconds() == 0 ? null : halfSpeed(producer, Figures.speed(runs) / 2);
            return Figures.of(rig.receiver().name(), runs, rig.peakRssMiB(), latencies);
        }
    }

    private Run measured(Run run) {
        return yardstick == null ? run : run.beside(yardstick.measure(size.messages(), mail, rig.receiver()));
    }

    /** Instead of all that, a flood before the worker has sent anything. */
    public ColdStart coldStart() {
        var count = size.messages();
        progress.accept(count + " messages at once");
        try (var producer = new Producer(rig.bus().servers())) {
            var watch = Stopwatch.started();
            var run = fullSpeed(producer, mail, "cold", count);
            return new ColdStart(mail.title(), count, count / run.messagesPerSecond(), seconds(watch), run.parked());
        }
    }

    /**
     * Not counted. A worker that has compiled nothing yet is slow, and would put off what a flood brings, so it begins gently. What
     * is compiled depends on how often it runs, and large messages are few: small ones come before them.
     */
    private void warmUp(Producer producer) {
        paced(producer, mail, "first", Math.min(size.messages(), GENTLE_MESSAGES), GENTLE_PER_SECOND);
        if (mail.bytes() > Size.COMMON_BYTES) {
            warmUp(producer, mail.sized(Size.COMMON_BYTES));
        }
        warmUp(producer, mail);
    }

    private void warmUp(Producer producer, Case kind) {
        var warmUp = new WarmUp(size.rounds());
        while (!warmUp.isOver()) {
            var name = "warm-up" + kind.bytes() + "-" + warmUp.rounds();
            var round = fullSpeed(producer, kind, name, scale.of(kind).messages());
            var cost = round.cpuSecondsPer1000().system();
            warmUp.took(cost);
            progress.accept("warm-up %d with %s: %.0f messages/s, %.3f CPU seconds per 1000"
                    .formatted(warmUp.rounds(), kind.length(), round.messagesPerSecond(), cost));
        }
    }

    /**
     * All processes on the same processors. The speed is that of the first 99 of 100 events: the last ones may be of mail
     * that was parked, and wait for no processor.
     */
    private Run fullSpeed(Producer producer, Case kind, String name, int count) {
        var usage = rig.cpuSeconds();
        var work = rig.work();
        var retries = rig.bus().retries();
        var begin = eventsSoFar();
        var events = count + deferred(count);
        var nearly = events * COUNTED_PERCENT / 100;
        var watch = Stopwatch.started();
        var submission = CompletableFuture.runAsync(() -> producer.submit(new Letters(kind, name), count));
        await(begin + nearly, submission);
        var seconds = seconds(watch);
        await(begin + events, submission);
        var cpu = rig.cpuSeconds().minus(usage);
        var speed = count / seconds * nearly / events;
        return Run.of(count, speed, cpu, rig.work().minus(work), rig.bus().retries() - retries - deferred(count));
    }

    /** Small batches make other work of it than large ones: the JVMs get to know that, too, before it counts. */
    private Latencies halfSpeed(Producer producer, double perSecond) {
        var count = (int) (perSecond * size.paceSeconds());
        progress.accept("at half the speed for %d s: %.0f messages/s".formatted(3 * size.paceSeconds(), perSecond));
        paced(producer, mail, "half-warm-up", 2 * count, perSecond);
        var from = rig.bus().ends(Topics.DELIVERY_EVENTS);
        paced(producer, mail, "half", count, perSecond);
        var latencies = new Latencies();
        rig.bus().readEvents(from, latencies::add);
        return latencies;
    }

    private void paced(Producer producer, Case kind, String name, int count, double perSecond) {
        var begin = eventsSoFar();
        var submission = CompletableFuture.runAsync(() -> producer.submit(new Letters(kind, name), count, perSecond));
        await(begin + count + deferred(count), submission);
    }

    /** How many of them are refused at their first attempt: each has an event of that before the one of its delivery. */
    private long deferred(int count) {
        return LongStream.range(0, count).filter(mail::deferred).count();
    }

    private void await(long events, CompletableFuture<Void> submission) {
        var sinceNews = Stopwatch.started();
        var sinceReport = Stopwatch.started();
        long seen = -1;
        while (seen < events) {
            Parallel.pause(TICK);
            var now = eventsSoFar();
            if (now != seen) {
                seen = now;
                sinceNews = Stopwatch.started();
            }
            if (submission.isCompletedExceptionally()) {
                Parallel.join(submission);
            }
            if (sinceNews.elapsed().compareTo(PATIENCE) > 0) {
                throw new Failure("no event for %d s, and %d are missing; %d bounces and dead letters, %d retries"
                        .formatted(
                                PATIENCE.toSeconds(),
                                events - seen,
                                rig.bus().failures(),
                                rig.bus().retries()));
            }
            if (sinceReport.elapsed().compareTo(REPORT) > 0) {
                sinceReport = Stopwatch.started();
                progress.accept(Math.max(0, events - seen) + " messages to go");
            }
        }
        if (rig.bus().failures() > 0) {
            throw new Failure("some of the mail bounced or became dead letters, so the figures mean nothing");
        }
    }

    private static double seconds(Stopwatch watch) {
        return watch.elapsed().toNanos() / 1e9;
    }

    private long eventsSoFar() {
        return rig.bus().events();
    }
}
