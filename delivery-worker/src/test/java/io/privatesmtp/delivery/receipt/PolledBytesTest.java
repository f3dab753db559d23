package io.privatesmtp.delivery.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PolledBytesTest {
    private static final TopicPartition PARTITION = new TopicPartition("mail.outbound", 2);

    private final List<String> gate = new ArrayList<>();
    private final PolledBytes polled = new PolledBytes();

    PolledBytesTest() {
        polled.configure(Map.of("group.id", "polled-bytes-test"));
        Sluice.of("polled-bytes-test").watch(1_000, new Sluice.Gate() {
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
                return bytes < 5_000;
            }
        });
    }

    @Test
    void aValueWithoutMemoryIsLetGoOfAndTheRestOfItsRecordStays() {
        ConsumerRecords<byte[], byte[]> kept = polled.onConsume(records(record(7, 10), record(8, 5_000)));

        assertThat(kept.count()).isEqualTo(2);
        assertThat(kept.nextOffsets()).containsKey(PARTITION);
        assertThat(kept.records(PARTITION).getFirst().value()).hasSize(10);
        ConsumerRecord<byte[], byte[]> without = kept.records(PARTITION).getLast();
        assertThat(without.value()).isNull();
        assertThat(without.serializedValueSize()).isEqualTo(5_000);
        assertThat(without.offset()).isEqualTo(8);
        assertThat(without.timestamp()).isEqualTo(1_000);
        assertThat(without.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(without.headers().lastHeader("rcpt-to").value()).isEqualTo("a@b.test".getBytes(UTF_8));
    }

    @Test
    void whatWasLetGoOfStopsNothing() {
        polled.onConsume(records(record(7, 5_000), record(8, 900)));
        assertThat(gate).isEmpty();

        polled.onConsume(records(record(9, 4_000)));

        assertThat(gate).containsExactly("close");
    }

    @SafeVarargs
    private static ConsumerRecords<byte[], byte[]> records(ConsumerRecord<byte[], byte[]>... records) {
        return new ConsumerRecords<>(
                Map.of(PARTITION, List.of(records)), Map.of(PARTITION, new OffsetAndMetadata(100)));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int size) {
        var headers = new RecordHeaders().add("rcpt-to", "a@b.test".getBytes(UTF_8));
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                1_000,
                TimestampType.LOG_APPEND_TIME,
                3,
                size,
                "key".getBytes(UTF_8),
                new byte[size],
                headers,
                Optional.empty());
    }
}
