package io.privatesmtp.bench.scale;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.bench.load.Producer;
import io.privatesmtp.bench.measure.Measurement;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.scale.Weighed.Waiting;
import io.privatesmtp.bench.world.Rig;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Stopwatch;
import java.time.Duration;
import java.util.function.Consumer;

/** How the cost of a message and the worker's memory grow with what there is of one thing, all else being equal. */
public final class Scale {
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** Longer than a session stays open without work. */
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(8);
    /** Shorter than a message waits in a lane before it is parked. */
    private static final Duration UNTIL_STUCK = Duration.ofSeconds(5);

    private static final int STUCK = 1_500;

    private final Rig rig;
    private final Step step;
    private final Size size;
    private final Consumer<String> progress;

    public Scale(Rig rig, Step step, Size size, Consumer<String> progress) {
        this.rig = rig;
        this.step = step;
        this.size = size;
        this.progress = progress;
    }

    public Weighed weigh() {
        Case mail = step.mail();
        var idle = idlePercent();
        var before = rig.liveHeapMiB();
        var figures = new Measurement(rig, mail, size, progress).take();
        Parallel.pause(UNTIL_CLOSED);
        var after = rig.liveHeapMiB();
        var waiting = step.silent() ? waiting(after) : null;
        return new Weighed(step.title(), mail, step.lanes(), before, idle, figures, after, waiting);
    }

    private double idlePercent() {
        var watch = Stopwatch.started();
        var begin = rig.cpuSeconds();
        Parallel.pause(IDLE);
        return 100 * rig.cpuSeconds().minus(begin).worker() / (watch.elapsed().toNanos() / 1e9);
    }

    /** What the worker could not take in, it has parked: that is in a retry topic and not in memory. */
    private Waiting waiting(double heapWithoutMiB) {
        var parked = rig.bus().retries();
        rig.silenceReceiver();
        try (var producer = new Producer(rig.bus().servers())) {
            producer.submit(new Letters(step.mail(), "stuck"), STUCK);
        }
        Parallel.pause(UNTIL_STUCK);
        var sessions = rig.sessions();
        var heap = rig.liveHeapMiB() - heapWithoutMiB;
        return new Waiting(STUCK - (rig.bus().retries() - parked), sessions, heap);
    }
}
