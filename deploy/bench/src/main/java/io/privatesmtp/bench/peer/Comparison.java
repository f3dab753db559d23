package io.privatesmtp.bench.peer;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.world.Programs;
import io.privatesmtp.embedded.Folders;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends mail of a case through what else is installed, one after the other, and straight into the receiver. */
public final class Comparison {
    /** As the way from smtp-source straight into smtp-sink is called. */
    public static final String CEILING = "smtp-source to smtp-sink";

    private static final Path MEMORY = Path.of("/dev/shm");

    private final Home home;
    private final Size size;
    private final Consumer<String> progress;
    private volatile @Nullable Runnable running;
    private volatile boolean aborted;

    public Comparison(Home home, Size size, Consumer<String> progress) {
        this.home = home;
        this.size = size;
        this.progress = progress;
    }

    /**
     * By name, the first is the ceiling; empty where Postfix' smtp-source and smtp-sink are not installed, or this user may make no
     * control groups.
     */
    public Map<String, Figures> of(Case mail) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        if (Programs.find("smtp-source").isEmpty() || Programs.find("smtp-sink").isEmpty()) {
            progress.accept("no peers: smtp-source and smtp-sink (Debian's postfix) are not installed");
            return figures;
        }
        if (!mail.isPlain()) {
            progress.accept(
                    "no peers: they get unsigned mail to one domain that takes it at once, and this case is dearer");
            return figures;
        }
        var probe = Accounting.create("probe");
        if (probe.isEmpty()) {
            progress.accept("no peers: they are measured by control groups, which need root");
            return figures;
        }
        probe.get().close();
        var disk = home.folder().resolve("bench");
        measure(figures, mail, CEILING, null, disk);
        for (var peer : List.of(new Postfix("postfix-tmpfs"), new Postfix("postfix-disk"), new Exim(), new Haraka())) {
            var where = peer.name().endsWith("-disk") || !Files.isWritable(MEMORY) ? disk : MEMORY;
            if (aborted) {
                return figures;
            }
            if (peer.isInstalled()) {
                measure(figures, mail, peer.name(), peer, where);
            } else {
                progress.accept(peer.name() + " is not installed, or needs root");
            }
        }
        return figures;
    }

    /** Kills what runs, from any thread. */
    public void abort() {
        aborted = true;
        var now = running;
        if (now != null) {
            now.run();
        }
    }

    /** Also where the abort came first. */
    private void abortBy(Runnable abort) {
        running = abort;
        if (aborted) {
            abort.run();
        }
    }

    private void measure(Map<String, Figures> figures, Case mail, String name, @Nullable Peer peer, Path where) {
        progress.accept(name + ": starting");
        var folder = where.resolve("psr-bench-" + name.replaceAll("[^a-z-]", "") + "-"
                + ProcessHandle.current().pid());
        try (var run = new PeerRun(folder, Guard.over(folder), peer, this::abortBy)) {
            figures.put(name, run.take(mail, size, progress));
        } catch (RuntimeException e) {
            // the others' figures, and ours, are worth no less
            progress.accept(name + " is left out: " + (e instanceof Failure ? e.getMessage() : e));
        } finally {
            running = null;
            Folders.delete(folder);
        }
    }
}
