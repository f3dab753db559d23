package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Health;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.ServiceLauncher;
import io.privatesmtp.standalone.system.Subject;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A delivery worker as it is shipped, in a process of its own. */
public final class Worker {
    /** Its sessions may take 20 s to end, and its clients a little more. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Home home;
    private final Guard guard;
    private @Nullable Subject process;

    Worker(String name, Home home, Guard guard) {
        this.name = name;
        this.home = home;
        this.guard = guard;
    }

    public String name() {
        return name;
    }

    /** Returns at once; {@link #isReady} tells. */
    public void launch() {
        process = new Subject(new ServiceLauncher(home).start(Part.WORKER).pid(), guard);
    }

    /** Whether it has joined its groups. */
    public boolean isReady() {
        return new Health(home).isReady(Part.WORKER);
    }

    public Path log() {
        return home.log(Part.WORKER);
    }

    public boolean runs() {
        return process != null && process.runs();
    }

    public void kill() {
        subject().kill();
    }

    public void terminate() {
        subject().terminate(STOP_PATIENCE);
    }

    public void freeze() {
        subject().freeze();
    }

    public void resume() {
        subject().resume();
    }

    /** What it has used of the processors since it was started. */
    public Duration cpu() {
        return subject().cpu();
    }

    /** What is left of its heap after a full collection. */
    public long liveHeapBytes() {
        return HeapReading.liveBytes(subject().pid());
    }

    private Subject subject() {
        if (process == null) {
            throw new Failure("worker " + name + " was not started");
        }
        return process;
    }
}
