package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SluiceTest {
    private static final int MAX = 1_000;

    private final List<String> gate = new ArrayList<>();
    private final Sluice sluice = new Sluice();

    @BeforeEach
    void watch() {
        sluice.watch(MAX, new Sluice.Gate() {
            @Override
            public void close() {
                gate.add("close");
            }

            @Override
            public void open() {
                gate.add("open");
            }

            @Override
            public boolean keeps(int bytes) {
                return true;
            }
        });
    }

    @Test
    void itClosesBeyondItsBoundAndOpensAtHalfOfIt() {
        sluice.polled(List.of(record(0, 1, 500), record(0, 2, 500)));
        assertThat(gate).isEmpty();
        sluice.polled(List.of(record(0, 3, 1)));
        assertThat(gate).containsExactly("close");

        sluice.taken(record(0, 1, 500));
        assertThat(gate).containsExactly("close");
        sluice.taken(record(0, 2, 500));
        assertThat(gate).containsExactly("close", "open");
    }

    @Test
    void oneLargeRecordIsReadAndThenNoMoreUntilItIsTaken() {
        sluice.polled(List.of(record(0, 1, 25_000_000)));
        assertThat(gate).containsExactly("close");

        sluice.taken(record(0, 1, 25_000_000));

        assertThat(gate).containsExactly("close", "open");
    }

    /** Partitions that were assigned while it is closed are open. */
    @Test
    void whateverIsPolledWhileItIsClosedClosesItAgain() {
        sluice.polled(List.of(record(0, 1, 2_000)));
        sluice.polled(List.of(record(1, 1, 10)));

        assertThat(gate).containsExactly("close", "close");
    }

    @Test
    void whatLiesOfAPartitionThatIsGoneDoesNotKeepItClosed() {
        sluice.polled(List.of(record(0, 1, 2_000), record(1, 1, 10)));

        sluice.gone(List.of(new TopicPartition("mail.outbound", 0)));

        assertThat(gate).containsExactly("close", "open");
        sluice.taken(record(0, 1, 2_000));
        sluice.polled(List.of(record(1, 2, 900)));
        assertThat(gate).hasSize(2);
    }

    @Test
    void aRecordThatWasNeverTakenDoesNotKeepItClosedOnceALaterOneIs() {
        sluice.polled(List.of(record(0, 1, 2_000), record(0, 2, 10)));

        sluice.taken(record(0, 2, 10));

        assertThat(gate).containsExactly("close", "open");
    }

    /** The messaging layer may keep the channel closed itself then. */
    @Test
    void itStaysClosedWhileManyRecordsLie() {
        sluice.polled(IntStream.range(0, 40).mapToObj(i -> record(0, i, 30)).toList());
        for (int i = 0; i < 23; i++) {
            sluice.taken(record(0, i, 30));
        }
        assertThat(gate).containsExactly("close");

        sluice.taken(record(0, 23, 30));

        assertThat(gate).containsExactly("close", "open");
    }

    @Test
    void aRecordWithoutAValueTakesNothing() {
        sluice.polled(List.of(record(0, 1, -1)));
        sluice.polled(List.of(record(0, 2, MAX)));

        assertThat(gate).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, int size) {
        return new ConsumerRecord<>(
                "mail.outbound",
                partition,
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                size,
                null,
                size < 0 ? null : new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
