package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.evidence.Arrival;
import io.privatesmtp.standalone.faults.evidence.Latencies;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.LargeLetters;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.Worker;
import io.privatesmtp.standalone.faults.world.World;
import io.privatesmtp.standalone.system.Home;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** More large mail at once than fits a worker's memory, to hosts that look at it for a while before they take it. */
final class Large implements Scenario {
    private static final Site SCANNING = new Site("scanning.test", Site.BY_NAME);
    private static final int BYTES = 25_000_000;
    private static final int AT_ONCE = 20;
    private static final int WARM_UP = 4;
    private static final Duration SCAN = Duration.ofSeconds(5);
    private static final int SMALL_PER_SECOND = 40;
    private static final double LIMIT = 2;
    private static final String HEAP = "512m";

    @Override
    public String name() {
        return "large";
    }

    @Override
    public String promise() {
        return "20 messages of 25 MB at once, a heap of 512 MB: none fails, small mail's p95 at most doubles";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY, SCANNING).slow(SCAN).with(Home.WORKER_HEAP, HEAP);
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(1, 6);
        var time = size.seconds(20, 40);
        var large = new LargeLetters(BYTES);
        var one = world.worker("one");
        world.load().submit(4_000, world.letters().plainTo(HEALTHY));
        world.lookout().settle(PATIENCE);
        besideLarge(world, one, large, WARM_UP); // the first are for the compiler
        var p95 = new Rounds();
        for (int round = 1; round <= rounds; round++) {
            var of = ", round " + round + " of " + rounds;
            world.notes().progress("small mail alone" + of);
            p95.alone(alone(world, time));
            world.notes().progress("beside large mail" + of);
            p95.beside(besideLarge(world, one, large, AT_ONCE));
        }
        p95.judge(world, "small mail's", AT_ONCE + " of 25 MB", LIMIT);
        world.lookout().settle(PATIENCE);
    }

    private static Duration alone(World world, Duration time) {
        var small = new Recorder(world.letters().plainTo(HEALTHY));
        try (var steady = world.load().steady(SMALL_PER_SECOND, small)) {
            world.lookout().pause(time);
        }
        return p95(world, small.mails());
    }

    /**
     * The p95 of small mail that is submitted while large mail is under way. The worker finds all of the large mail on the
     * bus, so that what it costs to write half a gigabyte there, on the same machine, is not what is measured.
     */
    private static Duration besideLarge(World world, Worker worker, LargeLetters letters, int count) {
        var large = new Recorder(() -> letters.to(SCANNING, "slow"));
        var small = new Recorder(world.letters().plainTo(HEALTHY));
        worker.freeze();
        for (int i = 0; i < count; i++) {
            // one after the other, for the sake of this process' memory
            world.largeLoad().submit(large.get());
            world.largeLoad().flush();
        }
        worker.resume();
        try (var steady = world.load().steady(SMALL_PER_SECOND, small)) {
            world.lookout().awaitAll(large.mails());
        }
        var arrivals = arrivals(world, large.mails());
        world.notes()
                .check(
                        arrivals.size() == count && arrivals.stream().allMatch(letters::isWhole),
                        "not all large mail arrived once and as it was submitted");
        var last = arrivals.stream().map(Arrival::at).max(Instant::compareTo).orElseThrow();
        return p95(
                world,
                small.mails().stream()
                        .filter(mail -> mail.submittedAt().isBefore(last))
                        .toList());
    }

    private static List<Arrival> arrivals(World world, List<Mail> mails) {
        var recipients = mails.stream().map(Mail::recipient).collect(Collectors.toSet());
        return world.lookout().observed().arrivals().stream()
                .filter(arrival -> recipients.contains(arrival.recipient()))
                .toList();
    }

    private static Duration p95(World world, List<Mail> mails) {
        world.lookout().awaitAll(mails);
        var latencies = Latencies.of(mails, world.lookout().observed());
        world.notes()
                .progress("%d small mails: p50 %d ms, p95 %d ms, p99 %d ms"
                        .formatted(
                                mails.size(),
                                latencies.percentile(50).toMillis(),
                                latencies.percentile(95).toMillis(),
                                latencies.percentile(99).toMillis()));
        return latencies.percentile(95);
    }
}
