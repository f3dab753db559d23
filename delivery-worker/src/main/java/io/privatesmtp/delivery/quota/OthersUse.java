package io.privatesmtp.delivery.quota;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the other workers say that they have used on one day; the last row of each counts. Guarded by its owner. */
final class OthersUse {
    /** @param hour the last with any use, {@code inHour} what was used in it, {@code before} in the hour before it */
    private record Row(long total, int hour, long inHour, long before) {
        static Row of(List<Long> used) {
            int hour = used.size() - 1;
            while (hour > 0 && used.get(hour) == 0) {
                hour--;
            }
            long total = used.stream().mapToLong(Long::longValue).sum();
            return new Row(total, hour, hour < 0 ? 0 : used.get(hour), hour < 1 ? 0 : used.get(hour - 1));
        }

        /** A worker whose clock is ahead may be in its next hour already. */
        long in(int asked) {
            return asked == hour ? inHour : asked == hour - 1 ? before : 0;
        }
    }

    private final Map<String, Row> rows = new HashMap<>(2);
    private long total;

    void put(String worker, List<Long> used) {
        Row row = Row.of(used);
        Row old = rows.put(worker, row);
        total += row.total - (old == null ? 0 : old.total);
    }

    long total() {
        return total;
    }

    long in(int hour) {
        long sum = 0;
        for (Row row : rows.values()) {
            sum += row.in(hour);
        }
        return sum;
    }
}
