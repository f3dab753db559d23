package io.privatesmtp.delivery.egress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which other workers have which addresses, by their own word. A row counts from when it was read, by this host's own
 * elapsed time: so clocks that are apart take no address away, and a worker that fell silent is forgotten after 30 seconds
 * at the latest. It need not be right: the door itself binds the address, or refuses.
 */
final class PresenceTable {
    /** How long a row counts that was not renewed. */
    static final Duration STALE = Duration.ofSeconds(30);

    private record Row(Endpoint door, long untilNanos) {}

    private final LongSupplier nanos;
    /** By address, then by worker. */
    private final Map<String, Map<String, Row>> rows = new ConcurrentHashMap<>();

    PresenceTable(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param age how old the row was when it was read, as far as that is known
     * @return whether the address had no live row of this worker, or one with another door
     */
    boolean put(String ip, String worker, Endpoint door, Duration age) {
        Duration left = STALE.minus(age);
        if (!left.isPositive()) {
            return remove(ip, worker);
        }
        Duration bounded = left.compareTo(STALE) > 0 ? STALE : left;
        Row row = new Row(door, nanos.getAsLong() + bounded.toNanos());
        Row before = rows.computeIfAbsent(ip, k -> new ConcurrentHashMap<>()).put(worker, row);
        return before == null || !live(before) || !before.door.equals(door);
    }

    /** @return whether there was such a row, and it counted */
    boolean remove(String ip, String worker) {
        Map<String, Row> workers = rows.get(ip);
        Row before = workers == null ? null : workers.remove(worker);
        return before != null && live(before);
    }

    /** The last renewed first. */
    List<Way> ways(String ip) {
        Map<String, Row> workers = rows.get(ip);
        if (workers == null || workers.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<String, Row>> live = new ArrayList<>(workers.size());
        workers.entrySet().stream().filter(e -> live(e.getValue())).forEach(live::add);
        live.sort(Comparator.comparingLong((Map.Entry<String, Row> e) -> e.getValue().untilNanos)
                .reversed());
        return live.stream()
                .<Way>map(e -> new Way.Door(e.getKey(), e.getValue().door))
                .toList();
    }

    boolean has(String ip, Way.Door door) {
        Map<String, Row> workers = rows.get(ip);
        Row row = workers == null ? null : workers.get(door.worker());
        return row != null && live(row) && row.door.equals(door.at());
    }

    /** Forgets what is stale. @return the addresses that it was about */
    Set<String> expire() {
        Set<String> expired = new HashSet<>();
        rows.forEach((ip, workers) -> {
            if (workers.values().removeIf(row -> !live(row))) {
                expired.add(ip);
            }
        });
        return expired;
    }

    private boolean live(Row row) {
        return row.untilNanos - nanos.getAsLong() > 0;
    }
}
