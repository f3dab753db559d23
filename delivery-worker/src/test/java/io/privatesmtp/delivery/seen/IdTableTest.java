package io.privatesmtp.delivery.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The table of ids against a map, and what it takes. */
class IdTableTest {
    private static final int MILLION = 1_000_000;

    private final IdMemory memory = new IdMemory(Long.MAX_VALUE);

    @Property(tries = 200)
    void itAnswersLikeAMap(@ForAll Random random) {
        // Ids of one place and few others: searches run long, and around the end.
        IdTable table = new IdTable(new IdMemory(Long.MAX_VALUE));
        Map<IdHash, Long> map = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            IdHash id = new IdHash(random.nextInt(8), List.of(0L, 1L, -1L, -2L).get(random.nextInt(4)));
            if (random.nextInt(4) == 0) {
                table.remove(id);
                map.remove(id);
            } else {
                long offset = random.nextInt(1_000);
                table.put(id, offset);
                map.put(id, offset);
            }
            map.forEach((known, offset) -> assertThat(table.get(known)).isEqualTo(offset));
            assertThat(table.get(id)).isEqualTo(map.getOrDefault(id, IdTable.NONE));
        }
    }

    @Test
    void aMillionIdsTakeFiftyBytesEachAtMost() {
        IdTable table = new IdTable(memory);
        for (int i = 0; i < MILLION; i++) {
            table.put(id(i), i);
        }

        assertThat(table.size()).isEqualTo(MILLION);
        assertThat(memory.bytes()).isBetween(32L * MILLION, 50L * MILLION);
        assertThat(table.get(id(0))).isZero();
        assertThat(table.get(id(MILLION - 1))).isEqualTo(MILLION - 1);
        assertThat(table.get(id(MILLION))).isEqualTo(IdTable.NONE);
    }

    @Test
    void whatIsDiscardedTakesNothing() {
        IdTable table = new IdTable(memory);
        for (int i = 0; i < 1_000; i++) {
            table.put(id(i), i);
        }

        table.discard();

        assertThat(memory.bytes()).isZero();
    }

    private static IdHash id(int number) {
        return IdHash.of(new Origin("mail.outbound", 0, 0), "acme", "id-" + number);
    }
}
