package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the messaging layer that a mail queue depends on. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = PatientInternet.class, restrictToAnnotatedClass = true)
class ChannelSettingsTest {
    private static final int OTHERS = 100;
    private static final byte[] MESSAGE = Bus.bytes("From: a@free.test\r\nSubject: x\r\n\r\nhello\r\n");

    @Inject
    KafkaClientService clients;

    private final String id = UUID.randomUUID().toString();

    @Test
    void aMessageThatStaysUnsettledStopsNeitherItsPartitionNorItsChannel() {
        try (Bus bus = new Bus()) {
            bus.table(
                    Topics.SOURCES,
                    "127.0.0.10",
                    new SourceAddress(
                            "127.0.0.10",
                            SourceKind.SHARED,
                            null,
                            "mail.test",
                            null,
                            SourceState.ACTIVE,
                            null,
                            null,
                            1));
            send(bus, id + "-slow", "slow@rcpt.test");
            for (int i = 0; i < OTHERS; i++) {
                send(bus, id + "-" + i, "fine@rcpt.test");
            }

            for (int i = 0; i < OTHERS; i += 9) {
                assertThat(bus.awaitEvents(id + "-" + i, e -> !e.isEmpty()))
                        .hasSize(1)
                        .first()
                        .isInstanceOf(MailEvent.Delivered.class);
            }
            assertThat(bus.events(id + "-slow")).as("still unsettled").isEmpty();
            assertThat(bus.awaitEvents(id + "-slow", e -> !e.isEmpty()))
                    .hasSize(1)
                    .first()
                    .isInstanceOf(MailEvent.Delivered.class);
            send(bus, id + "-after", "fine@rcpt.test");
            assertThat(bus.awaitEvents(id + "-after", e -> !e.isEmpty())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"submissions", "bulk"})
    void theConsumersAreSetForAMailQueue(String channel) {
        Map<String, ?> settings = clients.getConsumer(channel).configuration();

        assertThat(String.valueOf(settings.get("partition.assignment.strategy")))
                .isEqualTo(CooperativeStickyAssignor.class.getName());
        assertThat(String.valueOf(settings.get("allow.auto.create.topics"))).isEqualTo("false");
        assertThat(String.valueOf(settings.get("auto.offset.reset"))).isEqualTo("earliest");
        assertThat(String.valueOf(settings.get("enable.auto.commit"))).isEqualTo("false");
        assertThat(String.valueOf(settings.get("metadata.max.age.ms"))).isEqualTo("10000");
        assertThat(String.valueOf(settings.get("max.poll.records"))).isEqualTo("32");
        // Its default, one second, is what a closing channel has for its last sends.
        assertThat(String.valueOf(settings.get("default.api.timeout.ms"))).isEqualTo("30000");
        assertThat(String.valueOf(settings.get("key.deserializer"))).isEqualTo(ByteArrayDeserializer.class.getName());
        assertThat(String.valueOf(settings.get("value.deserializer"))).isEqualTo(ByteArrayDeserializer.class.getName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"commit-strategy=psr", "failure-strategy=ignore", "cloud-events=false", "tracing-enabled=false"})
    void theConnectorLeavesRecordsAsTheyAre(String setting) {
        String[] parts = setting.split("=");

        assertThat(ConfigProvider.getConfig()
                        .getValue("mp.messaging.connector.smallrye-kafka." + parts[0], String.class))
                .isEqualTo(parts[1]);
        for (String channel : List.of("submissions", "bulk")) {
            assertThat(ConfigProvider.getConfig()
                            .getOptionalValue("mp.messaging.incoming." + channel + "." + parts[0], String.class))
                    .isEmpty();
        }
    }

    private static void send(Bus bus, String id, String to) {
        var record = new ProducerRecord<>(Topics.OUTBOUND, 0, Bus.bytes(id), MESSAGE);
        record.headers().add(Headers.CONTENT_TYPE, Bus.bytes(Headers.RFC822));
        record.headers().add(Headers.MESSAGE_ID, Bus.bytes(id));
        record.headers().add(Headers.MAIL_FROM, Bus.bytes("a@free.test"));
        record.headers().add(Headers.RCPT_TO, Bus.bytes(to));
        bus.send(record);
    }
}
