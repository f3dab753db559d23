package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The source addresses and their states. Written by the follower's thread, read by all. */
public final class SourceTable {
    private final ConcurrentHashMap<String, SourceAddress> sources = new ConcurrentHashMap<>();
    private volatile List<SourceAddress> shared = List.of();

    void put(SourceAddress source) {
        sources.put(source.ip(), source);
        refresh();
    }

    void remove(String ip) {
        sources.remove(ip);
        refresh();
    }

    private void refresh() {
        shared = sources.values().stream()
                .filter(source -> source.kind() == SourceKind.SHARED)
                .toList();
    }

    public @Nullable SourceAddress get(String ip) {
        return sources.get(ip);
    }

    /** Recipients a day that may be written to from the address; null where that is not limited. */
    public @Nullable Long dailyAllowance(String ip) {
        SourceAddress source = sources.get(ip);
        return source == null ? null : source.dailyAllowance();
    }

    List<SourceAddress> shared() {
        return shared;
    }

    public Collection<SourceAddress> all() {
        return sources.values();
    }
}
