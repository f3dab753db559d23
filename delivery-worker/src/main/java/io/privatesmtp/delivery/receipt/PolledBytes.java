package io.privatesmtp.delivery.receipt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the {@link Sluice} of its group what a consumer polled, and lets go of values that there is no memory for: they come
 * as null, with the size that they have. Named in the channels' settings.
 */
public final class PolledBytes implements ConsumerInterceptor<byte[], byte[]> {
    private Sluice sluice = new Sluice();

    @Override
    public void configure(Map<String, ?> settings) {
        sluice = Sluice.of(String.valueOf(settings.get(ConsumerConfig.GROUP_ID_CONFIG)));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        ConsumerRecords<byte[], byte[]> kept = kept(records);
        sluice.polled(kept);
        return kept;
    }

    private ConsumerRecords<byte[], byte[]> kept(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        boolean all = true;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> list = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                boolean keeps = sluice.keeps(record);
                list.add(keeps ? record : withoutValue(record));
                all &= keeps;
            }
            kept.put(partition, list);
        }
        return all ? records : new ConsumerRecords<>(kept, records.nextOffsets());
    }

    private static ConsumerRecord<byte[], byte[]> withoutValue(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                null,
                record.headers(),
                record.leaderEpoch());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
