package io.privatesmtp.standalone.faults;

import io.privatesmtp.standalone.faults.evidence.Findings;
import io.privatesmtp.standalone.faults.scenario.Scenario;
import io.privatesmtp.standalone.faults.scenario.Size;
import io.privatesmtp.standalone.faults.world.World;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.ServiceLauncher;
import io.privatesmtp.standalone.system.Stopwatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs scenarios one after the other, each in a world of its own, and tells which promises held. */
public final class Faults {
    private final Home home;
    private final Size size;
    private final Consumer<String> progress;
    private final Logs logs;
    private volatile @Nullable World world;

    /** @param home beside whose data each world keeps its own for as long as it runs */
    public Faults(Home home, Size size, Consumer<String> progress) {
        this.home = home;
        this.size = size;
        this.progress = progress;
        this.logs = new Logs(home.folder().resolve("logs").resolve("faults"));
    }

    public Report run(List<Scenario> scenarios) {
        new ServiceLauncher(home).mustBeBuilt(Part.WORKER);
        var results = new ArrayList<Result>();
        for (var scenario : scenarios) {
            progress.accept(scenario.name() + ": " + scenario.promise());
            results.add(run(scenario));
        }
        return new Report(results);
    }

    /** Kills everything that was started, from any thread. */
    public void abort() {
        var running = world;
        if (running != null) {
            running.abort();
        }
    }

    private Result run(Scenario scenario) {
        var watch = Stopwatch.started();
        try (var own = new World(folder(scenario), home, scenario.setup(size), line -> say(scenario, watch, line))) {
            world = own;
            return result(scenario, own, findings(scenario, own), watch);
        } catch (RuntimeException e) {
            var sentence = "its world could not be made, or not be taken down: " + e.getMessage();
            return new Result(scenario.name(), false, null, List.of(), List.of(sentence), 0);
        } finally {
            world = null;
        }
    }

    /** Null where the scenario could not be brought to its end. */
    private @Nullable Findings findings(Scenario scenario, World own) {
        try {
            scenario.run(own, size);
            return own.verify();
        } catch (RuntimeException e) {
            own.notes().check(false, e instanceof Failure ? String.valueOf(e.getMessage()) : e.toString());
            return null;
        }
    }

    private Result result(Scenario scenario, World own, @Nullable Findings findings, Stopwatch watch) {
        var complaints = new ArrayList<>(own.notes().complaints());
        if (findings != null) {
            complaints.addAll(findings.complaints());
        }
        if (!complaints.isEmpty()) {
            complaints.add("the workers' logs are in " + logs.keep(scenario.name(), own.logs()));
        }
        var holds = complaints.isEmpty();
        say(scenario, watch, holds ? "holds" : "DOES NOT HOLD");
        complaints.forEach(wrong -> say(scenario, watch, "WRONG: " + wrong));
        return new Result(
                scenario.name(),
                holds,
                findings,
                own.notes().figures(),
                complaints,
                watch.elapsed().toSeconds());
    }

    private Path folder(Scenario scenario) {
        var unique = scenario.name() + "-" + ProcessHandle.current().pid();
        return home.folder().resolve("faults").resolve(unique);
    }

    private void say(Scenario scenario, Stopwatch watch, String line) {
        progress.accept("  %5d s  %s: %s".formatted(watch.elapsed().toSeconds(), scenario.name(), line));
    }
}
