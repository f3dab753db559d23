package io.privatesmtp.delivery.receipt;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells the {@link Sluice} of its group what a consumer polled. Named in the channels' settings. */
public final class PolledBytes implements ConsumerInterceptor<byte[], byte[]> {
    private Sluice sluice = new Sluice();

    @Override
    public void configure(Map<String, ?> settings) {
        sluice = Sluice.of(String.valueOf(settings.get(ConsumerConfig.GROUP_ID_CONFIG)));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        sluice.polled(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
