package io.privatesmtp.delivery.seen;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ids that were accepted from one partition, each with the offset of its first submission. They stand in a table for
 * each hour, so that an hour's ids are forgotten at once: between 24 and 25 hours after they came.
 */
final class PartitionIds {
    static final Duration KEPT = Duration.ofHours(24);
    static final long NONE = IdTable.NONE;

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final IdMemory memory;
    private final TreeMap<Long, IdTable> hours = new TreeMap<>();
    private boolean given;

    PartitionIds(IdMemory memory) {
        this.memory = memory;
    }

    /** The offset of the submission that the id belongs to, or {@link #NONE}. */
    synchronized long first(IdHash id, Instant now) {
        forgetBefore(now);
        for (IdTable table : hours.descendingMap().values()) {
            long offset = table.get(id);
            if (offset != NONE) {
                return offset;
            }
        }
        return NONE;
    }

    /** The same; an id that belongs to nobody belongs to this submission for 24 hours from now on. */
    synchronized long claim(IdHash id, long offset, Instant now) {
        long first = first(id, now);
        if (first != NONE && first != offset) {
            return first;
        }
        put(id, offset, now);
        return offset;
    }

    /** An entry that was written before; a later one of the same id counts. */
    synchronized void restore(IdHash id, long offset, Instant at, Instant now) {
        forgetBefore(now);
        // Another worker's clock may be ahead of ours.
        Instant then = at.isAfter(now) ? now : at;
        if (then.plus(KEPT).isAfter(now)) {
            put(id, offset, then);
        }
    }

    /** The id does not belong to this submission any more. */
    synchronized void takeBack(IdHash id, long offset) {
        for (IdTable table : hours.values()) {
            if (table.get(id) == offset) {
                table.remove(id);
            }
        }
    }

    /** The id belongs to nobody. */
    synchronized void remove(IdHash id) {
        hours.values().forEach(table -> table.remove(id));
    }

    /** The partition is not this worker's any more. */
    synchronized void discard() {
        given = true;
        discard(hours);
    }

    synchronized int size() {
        return hours.values().stream().mapToInt(IdTable::size).sum();
    }

    /** The hour of the oldest ids, counted from 1970; {@link Long#MAX_VALUE} where there are none. */
    synchronized long oldestHour() {
        return hours.isEmpty() ? Long.MAX_VALUE : hours.firstKey();
    }

    /** Forgets the ids of this hour, and of those before, ahead of their time. */
    synchronized void forgetUntil(long hour) {
        discard(hours.headMap(hour, true));
    }

    private void put(IdHash id, long offset, Instant at) {
        if (!given) {
            hours.computeIfAbsent(hour(at), h -> new IdTable(memory)).put(id, offset);
        }
    }

    private void forgetBefore(Instant now) {
        discard(hours.headMap(hour(now.minus(KEPT))));
    }

    private static void discard(Map<Long, IdTable> over) {
        over.values().forEach(IdTable::discard);
        over.clear();
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), HOUR_MILLIS);
    }
}
