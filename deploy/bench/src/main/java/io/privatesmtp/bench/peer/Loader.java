package io.privatesmtp.bench.peer;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.bench.world.Programs;
import io.privatesmtp.embedded.LogEnd;
import io.privatesmtp.standalone.system.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Postfix' smtp-source: a process for each sender, a connection for each message. */
final class Loader {
    private static final String SESSIONS = "2";
    private static final String TRIES = "20";

    private final Path program;
    private final Accounting accounting;
    private final Path log;

    private Loader(Path program, Accounting accounting, Path log) {
        this.program = program;
        this.accounting = accounting;
        this.log = log;
    }

    static Optional<Loader> find(Accounting accounting, Path folder) {
        return Programs.find("smtp-source")
                .map(program -> new Loader(program, accounting, folder.resolve("loader.log")));
    }

    double cpuSeconds() {
        return accounting.cpuSeconds();
    }

    /** Returns when all are handed over. @return how many they are: a multiple of the senders */
    int submit(int count, int bytes, String server) {
        var each = Math.max(1, count / Case.SENDERS);
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < Case.SENDERS; i++) {
            running.add(accounting.start(command(i, each, bytes, server), log));
        }
        for (var process : running) {
            if (exitCode(process) != 0) {
                throw new Failure("smtp-source failed; the end of its log:\n" + LogEnd.of(log));
            }
        }
        return each * Case.SENDERS;
    }

    private List<String> command(int sender, int count, int bytes, String server) {
        return List.of(
                program.toString(),
                "-C",
                TRIES,
                "-s",
                SESSIONS,
                "-m",
                Integer.toString(count),
                "-l",
                Integer.toString(bytes),
                "-f",
                "news@" + Letters.sender(sender),
                "-t",
                "ann@" + Letters.recipientDomain(0),
                server);
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
