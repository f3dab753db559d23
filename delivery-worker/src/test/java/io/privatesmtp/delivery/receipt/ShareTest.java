package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class ShareTest {
    private final Share share = new Share();

    @Test
    void aWorkerIsThePartitionsThatItHoldsOfAllThatAreReadByItsGroups() {
        share.learn(reader("mail.outbound", 12));
        share.learn(reader("mail.retry.1m", 12));

        share.holds(6);

        assertThat(share.value()).isEqualTo(0.25);
    }

    @Test
    void aLoneWorkerIsTheWhole() {
        share.learn(reader("mail.outbound", 12));

        share.holds(12);

        assertThat(share.value()).isEqualTo(1);
    }

    @Test
    void withoutPartitionsItIsNothing() {
        share.learn(reader("mail.outbound", 12));

        share.holds(0);

        assertThat(share.value()).isZero();
    }

    private static MockConsumer<byte[], byte[]> reader(String topic, int partitions) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.subscribe(List.of(topic));
        consumer.updatePartitions(
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(i -> new PartitionInfo(topic, i, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        return consumer;
    }
}
