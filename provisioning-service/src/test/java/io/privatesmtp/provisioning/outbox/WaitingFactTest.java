package io.privatesmtp.provisioning.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingFactTest {
    private static List<List<Long>> runs(String... keys) {
        List<WaitingFact> facts = IntStream.range(0, keys.length)
                .mapToObj(i -> new WaitingFact(i, keys[i], "account.opened", Instant.EPOCH, new byte[0]))
                .toList();
        return WaitingFact.runs(facts).stream()
                .map(run -> run.stream().map(WaitingFact::sequence).toList())
                .toList();
    }

    @Test
    void noKeyIsTwiceInARunAndTheOrderStays() {
        assertThat(runs("a", "b", "a", "c", "c")).containsExactly(List.of(0L, 1L), List.of(2L, 3L), List.of(4L));
    }

    @Test
    void nothingWaitingIsNoRun() {
        assertThat(runs()).isEmpty();
    }
}
