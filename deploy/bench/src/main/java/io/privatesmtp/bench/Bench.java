package io.privatesmtp.bench;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.ColdStart;
import io.privatesmtp.bench.measure.Measurement;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.peer.Comparison;
import io.privatesmtp.bench.peer.Yardstick;
import io.privatesmtp.bench.report.Report;
import io.privatesmtp.bench.scale.Scale;
import io.privatesmtp.bench.scale.Step;
import io.privatesmtp.bench.scale.Weighed;
import io.privatesmtp.bench.world.Rig;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.ServiceLauncher;
import io.privatesmtp.standalone.system.Stopwatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures cases one after the other, each on a rig of its own. */
final class Bench {
    private final Home home;
    private final Size size;
    private final Consumer<String> progress;
    private final Stopwatch watch = Stopwatch.started();
    private final Comparison comparison;
    private volatile boolean aborted;
    private volatile @Nullable Rig rig;
    private volatile @Nullable Yardstick yardstick;

    /** @param home beside whose data each rig keeps its own for as long as it runs */
    Bench(Home home, Size size, Consumer<String> progress) {
        this.home = home;
        this.size = size;
        this.progress = progress;
        this.comparison = new Comparison(home, size, this::say);
    }

    /** @param withPeers whether the first case is sent through other mail systems, too */
    Report run(List<Case> cases, boolean withPeers) {
        new ServiceLauncher(home).mustBeBuilt(Part.WORKER);
        List<Report.Result> results = new ArrayList<>();
        for (var mail : cases) {
            say(mail.title() + ": starting a broker, a receiving host and a worker");
            try (var own = new Rig(home, mail);
                    var held = own.receiver().isSmtpSink()
                            ? Yardstick.find(own.folder()).orElse(null)
                            : null) {
                rig = own;
                yardstick = held;
                var figures = new Measurement(own, mail, size, this::say, held).take();
                results.add(new Report.Result(mail.title(), mail, figures));
            } catch (Failure e) {
                if (aborted || cases.size() == 1) {
                    throw e;
                }
                // what was measured before took long
                say(mail.title() + " is left out: " + e.getMessage());
            } finally {
                rig = null;
                yardstick = null;
            }
        }
        if (results.isEmpty()) {
            throw new Failure("none of the cases could be measured");
        }
        return Report.of(results, withPeers ? comparison.of(cases.getFirst()) : Map.of());
    }

    /** How a worker begins, instead of how fast it becomes. */
    ColdStart coldStart(Case mail) {
        new ServiceLauncher(home).mustBeBuilt(Part.WORKER);
        say(mail.title() + ": starting a broker, a receiving host and a worker");
        try (var own = new Rig(home, mail)) {
            rig = own;
            return new Measurement(own, mail, size, this::say).coldStart();
        } finally {
            rig = null;
        }
    }

    /** What grows with what, instead of how fast. */
    List<Weighed> scale(List<Step> steps) {
        new ServiceLauncher(home).mustBeBuilt(Part.WORKER);
        var environment = new HashMap<>(home.environmentOfAnother());
        // what is parked while the JVM is cold would come back over minutes, and cost twice
        environment.put("PSR_LANE_MAX_WAIT", "5m");
        environment.put("PSR_LANE_MIN_QUEUE", "10000");
        var patient = new Home(home.folder(), home.project(), environment);
        List<Weighed> weighed = new ArrayList<>();
        for (var step : steps) {
            say(step.title() + ": starting a broker, a receiving host and a worker");
            try (var own = new Rig(patient, step.mail(), step.workers())) {
                rig = own;
                var one = new Scale(own, step, size, this::say).weigh();
                say(one.row().strip());
                weighed.add(one);
            } finally {
                rig = null;
            }
        }
        return weighed;
    }

    /** Kills everything that was started, from any thread. */
    void abort() {
        aborted = true;
        var running = rig;
        if (running != null) {
            running.abort();
        }
        var held = yardstick;
        if (held != null) {
            held.close();
        }
        comparison.abort();
    }

    private void say(String line) {
        progress.accept("%5d s  %s".formatted(watch.elapsed().toSeconds(), line));
    }
}
