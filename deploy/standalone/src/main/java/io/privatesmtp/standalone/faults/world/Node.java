package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.embedded.KafkaProcess;
import io.privatesmtp.embedded.Lifetime;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Subject;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The broker. It comes back on the same port with the same data. */
public final class Node {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private final Guard guard;
    private @Nullable Subject process;

    Node(Path data, int port, Guard guard) {
        this.data = data;
        this.port = port;
        this.guard = guard;
    }

    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Returns once clients can use it. */
    public void start() {
        var kafka = KafkaProcess.launch(data, port, Lifetime.DETACHED);
        process = new Subject(kafka.pid(), guard);
        kafka.awaitReady();
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

    private Subject subject() {
        if (process == null) {
            throw new Failure("the broker was not started");
        }
        return process;
    }
}
