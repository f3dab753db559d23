package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that the worker itself cannot process: each recipient is told once, and the record does not vanish. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class OwnFailureTest {
    private static final String LARGE = "From: a@free.test\r\nSubject: x\r\n\r\n" + "hello\r\n".repeat(20_000);

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void aSharedAddress() {
        new Provider(bus).shared();
    }

    @AfterEach
    void close() throws Exception {
        limit("mail.retry.1s", 37 << 20);
        limit(Topics.DEAD_LETTER, 37 << 20);
        bus.close();
    }

    @Test
    void aRetryThatFitsNoTopicBouncesThoseWhoHadNoOutcomeYet() throws Exception {
        limit("mail.retry.1s", 50_000);
        bus.raw(id, null, "a@free.test", List.of("fine@rcpt.test", "greylist.own@rcpt.test"), LARGE);

        List<MailEvent> events =
                bus.awaitEvents(id, e -> e.stream().filter(MailEvent::terminal).count() == 2);

        assertThat(events).filteredOn(MailEvent::terminal).hasSize(2);
        assertThat(events)
                .filteredOn(MailEvent.Delivered.class::isInstance)
                .extracting(e -> e.message().recipient())
                .containsExactly("fine@rcpt.test");
        assertThat(events)
                .filteredOn(MailEvent.Bounced.class::isInstance)
                .extracting(e -> e.message().recipient())
                .containsExactly("greylist.own@rcpt.test");
        ConsumerRecord<byte[], byte[]> letter = deadLetter();
        assertThat(Bus.header(letter, Headers.ERROR_CODE)).isEqualTo("corrupt");
        assertThat(letter.value()).hasSize(LARGE.length());
    }

    @Test
    void aDeadLetterThatDoesNotFitSaysWhereItsRecordStands() throws Exception {
        limit("mail.retry.1s", 50_000);
        limit(Topics.DEAD_LETTER, 50_000);
        bus.raw(id, null, "a@free.test", List.of("greylist.note@rcpt.test"), LARGE);

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events.getLast()).isInstanceOf(MailEvent.Bounced.class);
        String origin = events.getLast().message().origin().toString();
        ConsumerRecord<byte[], byte[]> note = await().atMost(Duration.ofSeconds(40))
                .until(
                        () -> bus.all(Topics.DEAD_LETTER).stream()
                                .filter(r -> origin.equals(Bus.header(r, Headers.ORIGIN)))
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
        assertThat(note.value()).isNull();
        assertThat(Bus.header(note, Headers.ERROR_CODE)).isEqualTo("corrupt");
    }

    @Test
    void ofARetryRecordWithoutAStateThoseBounceWhomItsReceiptNames() {
        var record = new ProducerRecord<>("mail.retry.1s", 0, Bus.bytes(id), Bus.bytes("""
                {"id": "%s", "envelope": {"from": "a@free.test", "to": ["r0@rcpt.test", "r1@rcpt.test", "r2@rcpt.test"]},
                 "content": {"from": "a@free.test", "subject": "x", "text": "y"}}""".formatted(id)));
        record.headers().add(Headers.RETRY_STATE, Bus.bytes("{nonsense"));
        record.headers().add(Headers.RECEIPT, Bus.bytes("mail.outbound-0-1;1,2,"));
        bus.send(record);

        List<MailEvent> events = bus.awaitEvents(id, e -> e.size() == 2);

        assertThat(events)
                .allSatisfy(e -> assertThat(e).isInstanceOf(MailEvent.Bounced.class))
                .extracting(e -> e.message().recipient())
                .containsExactlyInAnyOrder("r1@rcpt.test", "r2@rcpt.test");
        assertThat(Bus.header(deadLetter(), Headers.ERROR_CODE)).isEqualTo("corrupt");
    }

    private ConsumerRecord<byte[], byte[]> deadLetter() {
        return await().atMost(Duration.ofSeconds(40))
                .until(
                        () -> bus.all(Topics.DEAD_LETTER).stream()
                                .filter(r -> r.key() != null && new String(r.key()).equals(id))
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    private static void limit(String topic, int bytes) throws Exception {
        try (AdminClient admin =
                AdminClient.create(Map.<String, Object>of("bootstrap.servers", KafkaResource.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }
}
