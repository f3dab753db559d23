package io.privatesmtp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessTest {
    private static final int LARGE = 36 << 20;

    @TempDir
    Path folder;

    @Test
    void aRecordAsLargeAsTheLargestMailIsStillThereAfterARestart() throws Exception {
        // given a record of the largest size on a broker that is then stopped
        try (var kafka = KafkaProcess.start(folder, 0, Lifetime.WITH_PARENT)) {
            createTopic(kafka, "mail.outbound");
            produce(kafka, "mail.outbound", new byte[LARGE]);
        }

        // when it starts again, on another port
        try (var kafka = KafkaProcess.start(folder, 0, Lifetime.WITH_PARENT)) {
            // then the record can be read
            assertThat(lengthOfFirstRecord(kafka, "mail.outbound")).isEqualTo(LARGE);
        }
    }

    @Test
    void stoppingLeavesNoProcess() {
        var kafka = KafkaProcess.start(folder, 0, Lifetime.DETACHED);
        assertThat(ProcessHandle.of(kafka.pid())).isPresent();

        kafka.close();

        assertThat(ProcessHandle.of(kafka.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> KafkaProcess.start(folder, other.getLocalPort(), Lifetime.WITH_PARENT))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("Port " + other.getLocalPort() + " is taken, so Kafka cannot listen on it.");
        }
    }

    private static void createTopic(KafkaProcess kafka, String topic) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void produce(KafkaProcess kafka, String topic, byte[] value) throws Exception {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "max.request.size", 40 << 20,
                "buffer.memory", 64 << 20);
        try (var producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static int lengthOfFirstRecord(KafkaProcess kafka, String topic) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(30));
            return records.iterator().next().value().length;
        }
    }
}
