package io.privatesmtp.delivery.smtp;

import io.vertx.core.Vertx;
import java.io.File;
import java.util.Map;
import java.util.Objects;

/**
 * What a process holds now.
 *
 * @param descriptors open files and sockets
 * @param clients mail clients that were not closed
 * @param heap bytes in use after a collection
 */
record Remains(int descriptors, int clients, int timers, long heap) {

    static Remains of(Vertx vertx) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Remains(
                Objects.requireNonNull(new File("/proc/self/fd").list()).length,
                vertx.sharedData().getLocalMap("__vertx.MailClient.pools").size(),
                timers(vertx),
                runtime.totalMemory() - runtime.freeMemory());
    }

    /** Vert.x tells nobody, so it is looked at. */
    private static int timers(Vertx vertx) {
        try {
            var timeouts = vertx.getClass().getDeclaredField("timeouts");
            timeouts.setAccessible(true);
            return ((Map<?, ?>) timeouts.get(vertx)).size();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection that is closed may be a moment in going; what stays is not. */
    boolean atMost(Remains before, long growth) {
        return descriptors <= before.descriptors
                && clients <= before.clients
                && timers <= before.timers
                && heap <= before.heap + growth;
    }
}
