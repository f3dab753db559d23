package io.privatesmtp.standalone.system;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java has no words for. */
public final class Signal {
    private Signal() {}

    /** @param name without SIG */
    public static void send(String name, long pid) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
            if (kill.waitFor() != 0) {
                throw new Failure("cannot send " + name + " to process " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
