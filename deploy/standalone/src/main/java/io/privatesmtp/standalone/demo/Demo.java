package io.privatesmtp.standalone.demo;

import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Standalone;
import io.privatesmtp.standalone.system.Stopwatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The main job, shown from the purchase of an address to the receiving host. */
public final class Demo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SmallInternet internet = SmallInternet.start();
    private final Home home;
    private final Standalone system;
    private final Consumer<String> progress;

    /** @param main the home beside whose data the demonstration keeps its own */
    public Demo(Home main, Consumer<String> progress) {
        this.home = new Home(main.folder().resolve("demo"), main.project(), environment(main, internet));
        this.progress = progress;
        this.system = new Standalone(home, line -> progress.accept("  " + line));
    }

    public Home home() {
        return home;
    }

    /** Returns whether all went as promised; says so. */
    public boolean run() {
        var watch = Stopwatch.started();
        progress.accept("Starting a system of its own in " + home.folder() + ", with a small Internet around it");
        new Standalone(home, line -> {}).down(); // an earlier one that was not left properly
        home.forgetData();
        system.up();
        provision();
        var letters = Cast.letters();
        submit(letters);
        var outcomes = awaitOutcomes(letters);
        progress.accept("\n" + Table.of(outcomes));
        var complaints = Verification.complaints(outcomes, internet.sightings());
        complaints.forEach(complaint -> progress.accept("WRONG: " + complaint));
        progress.accept(
                complaints.isEmpty()
                        ? "Each private domain left from its own address, nothing else did, and every recipient has one"
                                + " final event. (" + watch + ")"
                        : "The logs are in " + home.folder() + ".");
        return complaints.isEmpty();
    }

    /** Stops all of it. */
    @Override
    public void close() {
        system.down();
        internet.close();
    }

    private void provision() {
        var panel = new Panel(home);
        progress.accept("Adding the shared address " + Cast.SHARED_ADDRESS);
        panel.addAddress(Cast.SHARED_ADDRESS, "out.provider.test", "shared");
        for (var buyer : Cast.BUYERS) {
            progress.accept("Account " + buyer.account() + " buys " + buyer.address() + " and asks that "
                    + buyer.domain() + " leaves from it; approved");
            panel.addAddress(buyer.address(), "out." + buyer.domain(), "private");
            panel.openAccount(buyer.account(), buyer.name());
            panel.buyAddress(buyer.account(), buyer.address());
            panel.route(buyer.account(), buyer.domain(), buyer.address());
        }
        var watch = Stopwatch.started();
        Cast.BUYERS.forEach(buyer -> panel.awaitRule(buyer.domain()));
        progress.accept("The worker has the rules (" + watch + ")");
    }

    private void submit(List<Letter> letters) {
        try (var bus = new Submissions(home.bootstrapServers())) {
            letters.forEach(letter -> bus.submit(letter.submission()));
        }
        progress.accept(letters.size() + " messages are on the bus; one recipient is greylisted and one refused");
    }

    private List<Outcome> awaitOutcomes(List<Letter> letters) {
        var watch = Stopwatch.started();
        var settledBefore = -1L;
        while (true) {
            var outcomes = Evidence.of(letters, home.bootstrapServers(), internet.sightings());
            var settled = outcomes.stream().filter(Outcome::isSettled).count();
            if (settled != settledBefore) {
                progress.accept("  " + settled + " of " + outcomes.size() + " recipients have their final event ("
                        + watch + ")");
                settledBefore = settled;
            }
            if (settled == outcomes.size() || watch.elapsed().compareTo(PATIENCE) > 0) {
                return outcomes;
            }
            Parallel.pause(Duration.ofMillis(300));
        }
    }

    private static Map<String, String> environment(Home main, SmallInternet internet) {
        var environment = main.environmentOfAnother();
        environment.put("PSR_DNS_SERVERS", internet.nameServer());
        environment.put("PSR_SMTP_PORT", Integer.toString(internet.smtpPort()));
        environment.put("PSR_SMTP_ALLOW_NETWORKS", "127.0.0.0/8");
        environment.put("PSR_RETRY_DELAYS", "2s,10s");
        environment.put("PSR_TOPICS_PARTITIONS", "3");
        return Map.copyOf(environment);
    }
}
