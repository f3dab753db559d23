package io.privatesmtp.bench.peer;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.world.Receiver;
import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Usage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the leanest client and the leanest server need for the same mail: {@code smtp-source} straight into {@code smtp-sink}, a
 * connection for each message. A processor that others use, too, is half as fast for a while, and so are both: what a mail system
 * needs is divided by what they need right afterwards.
 */
public final class Yardstick implements AutoCloseable {
    private static final double THOUSAND = 1_000;
    /** It is steadier than a mail system. */
    private static final int SHARE = 3;

    private final Accounting accounting;
    private final Loader loader;

    private Yardstick(Accounting accounting, Loader loader) {
        this.accounting = accounting;
        this.loader = loader;
    }

    /** Empty where smtp-source is not installed, or this user may make no control groups. @param folder for its log */
    public static Optional<Yardstick> find(Path folder) {
        return Accounting.create("yardstick").flatMap(accounting -> {
            var loader = Loader.find(accounting, folder);
            if (loader.isEmpty()) {
                accounting.close();
            }
            return loader.map(found -> new Yardstick(accounting, found));
        });
    }

    /**
     * @param messages of the run that it is for; a third as many are sent
     * @return CPU seconds for 1,000 messages: of smtp-source, in the place of the worker, and of smtp-sink
     */
    public Split measure(int messages, Case mail, Receiver sink) {
        var source = accounting.cpuSeconds();
        var sinks = Usage.of(sink.pid()).cpuSeconds();
        var sent = loader.submit(messages / SHARE, mail.bytes(), sink.hostAndPort());
        return new Split(
                        accounting.cpuSeconds() - source,
                        0,
                        Usage.of(sink.pid()).cpuSeconds() - sinks)
                .times(THOUSAND / sent);
    }

    @Override
    public void close() {
        accounting.close();
    }
}
