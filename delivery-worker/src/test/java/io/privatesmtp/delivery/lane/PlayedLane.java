package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import io.privatesmtp.delivery.receipt.Epochs;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import io.privatesmtp.delivery.smtp.NextHop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lane between its site and its jobs, on virtual time. */
final class PlayedLane {
    private static final BounceClassifier CLASSIFIER = BounceClassifier.standard();
    static final LaneSettings SETTINGS = new LaneSettings() {
        @Override
        public Optional<Path> shapingFile() {
            return Optional.empty();
        }

        @Override
        public int maxSessions() {
            return 20;
        }

        @Override
        public int maxTransactionsPerSession() {
            return 100;
        }

        @Override
        public Duration idle() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration maxWait() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int minQueue() {
            return 200;
        }

        @Override
        public Duration backOff() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration maxBackOff() {
            return Duration.ofMinutes(15);
        }
    };

    final VirtualLoop loop;
    final PlayedSite site;
    final SessionBudget budget;
    final LaneMemory memory;
    final List<TestJob> jobs = new ArrayList<>();
    private final Lane lane;
    private double share = 1;
    private PartitionEpoch epoch = Epochs.begin();

    PlayedLane(SiteLimits limits) {
        this(new VirtualLoop(), "mx.rcpt.test", limits, new SessionBudget(2_000), new LaneMemory(100_000_000, 1_000));
    }

    PlayedLane(VirtualLoop loop, String name, SiteLimits limits, SessionBudget budget, LaneMemory memory) {
        this.loop = loop;
        this.site = new PlayedSite(loop);
        this.budget = budget;
        this.memory = memory;
        Surroundings around = new Surroundings(
                SETTINGS,
                site::connect,
                budget,
                memory,
                new PlainHosts(),
                () -> share,
                (reply, host) -> CLASSIFIER.classify(reply, host).category());
        this.lane = new Lane(new LaneKey("192.0.2.1", name), limits, around, loop);
        sweepLater();
    }

    private void sweepLater() {
        loop.after(Duration.ofSeconds(1), () -> {
            lane.sweep(SETTINGS.idle());
            sweepLater();
        });
    }

    static SiteLimits limits(int sessions, int messagesPerSession, String rate) {
        return new SiteLimits(
                sessions,
                messagesPerSession,
                rate == null ? null : Rate.parse("rate", rate),
                50,
                SETTINGS.backOff(),
                SETTINGS.maxBackOff());
    }

    TestJob submit(Priority priority) {
        return submit(priority, "mx.rcpt.test", 1_000);
    }

    TestJob submit(Priority priority, String host, long bytes) {
        return submit(new TestJob(priority, epoch, host, bytes));
    }

    TestJob submit(Priority priority, List<NextHop> hops) {
        return submit(new TestJob(priority, epoch, hops, 1_000));
    }

    private TestJob submit(TestJob job) {
        jobs.add(job);
        lane.submit(job);
        loop.settle();
        return job;
    }

    List<TestJob> submit(int many, Priority priority) {
        List<TestJob> some = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            some.add(submit(priority));
        }
        return some;
    }

    void share(double now) {
        share = now;
    }

    /** The partition goes to another worker; what is submitted from now on is another partition's. */
    void rebalance() {
        Epochs.end(epoch);
        epoch = Epochs.begin();
        loop.settle();
    }

    LaneState state() {
        return lane.state();
    }

    /** Whether nothing is left to keep the lane for. */
    boolean forgettable() {
        return lane.sweep(SETTINGS.idle());
    }
}
