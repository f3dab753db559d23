package io.privatesmtp.standalone.system;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that things are done to. */
public final class Subject {
    private final ProcessHandle process;
    private final Guard guard;

    public Subject(long pid, Guard guard) {
        this.process = ProcessHandle.of(pid).orElseThrow(() -> new Failure("process " + pid + " has ended"));
        this.guard = guard;
        guard.watch(pid);
    }

    public long pid() {
        return process.pid();
    }

    public boolean runs() {
        return process.isAlive();
    }

    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow(() -> new Failure("process " + pid() + " has ended"));
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /** {@code SIGTERM}; returns when it is gone. One that stays is killed, and that is a failure. */
    public void terminate(Duration patience) {
        process.destroy();
        if (!awaitEnd(patience)) {
            kill();
            throw new Failure("process " + pid() + " did not end within " + patience.toSeconds() + " s of SIGTERM");
        }
    }

    public void freeze() {
        Signal.send("STOP", pid());
    }

    public void resume() {
        Signal.send("CONT", pid());
    }

    private boolean awaitEnd(Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            guard.forget(pid());
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot watch process " + pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
