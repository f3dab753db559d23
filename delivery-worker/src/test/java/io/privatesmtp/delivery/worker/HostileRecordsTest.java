package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that the defaults of the messaging layer would swallow, redirect or stop at. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class HostileRecordsTest {
    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void aSharedAddress() {
        new Provider(bus).shared();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aSubmissionThatCallsItselfAStructuredCloudEventIsReadAsJson() {
        bus.send(with(submission(Topics.OUTBOUND, 0, "a@free.test"), "content-type", "application/cloudevents+json"));

        assertThat(only(id)).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void aStructuredCloudEventThatIsNoSubmissionIsADeadLetter() {
        String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"type\": \"t\", \"source\": \"/s\", \"data\": {}}";
        var record = new ProducerRecord<>(Topics.OUTBOUND, 0, Bus.bytes(id), Bus.bytes(event));
        bus.send(with(record, "content-type", "application/cloudevents+json"));

        assertThat(deadLetter()).isEqualTo("schema");
    }

    @Test
    void aSubmissionWithCloudEventHeadersIsReadAsJson() {
        var record = submission(Topics.OUTBOUND, 0, "a@free.test");
        with(record, "ce_specversion", "1.0");
        with(record, "ce_id", "mine");
        with(record, "ce_type", "mail.bounced");
        with(record, "ce_source", "/elsewhere");
        bus.send(record);

        assertThat(only(id)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(recordOf(Topics.DELIVERY_EVENTS).headers().headers(Headers.CE_ID))
                .hasSize(1);
    }

    @Test
    void headersOfAProducerDoNotRedirectItsEvents() {
        var record = submission(Topics.OUTBOUND, 2, "a@free.test");
        with(record, "REPLY_TOPIC", Topics.BULK);
        with(record, "REPLY_PARTITION", "0");
        with(record, "kafka_replyTopic", Topics.BULK);
        with(record, "kafka_replyPartition", "0");
        bus.send(record);

        assertThat(only(id)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(recordOf(Topics.DELIVERY_EVENTS).partition()).isEqualTo(2);
        assertThat(bus.all(Topics.BULK)).noneMatch(this::mine);
    }

    @Test
    void theFirstRecordOfANewTenantTopicIsConsumed() throws Exception {
        String tenant = "tenant-" + id.substring(0, 8);
        bus.table(Topics.ACCOUNTS, tenant, new AccountEntry(tenant, AccountState.OPEN, null, null, 1));
        try (var admin =
                AdminClient.create(Map.<String, Object>of("bootstrap.servers", KafkaResource.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.outbound(tenant), 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        bus.send(submission(Topics.outbound(tenant), 0, "a@free.test"));

        MailEvent event = only(id);
        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.message().account()).isEqualTo(tenant);
    }

    @Test
    void aNullValueDoesNotStopThePartition() {
        bus.send(new ProducerRecord<>(Topics.OUTBOUND, 1, Bus.bytes(id), null));
        bus.send(submission(Topics.OUTBOUND, 1, "a@free.test"));

        assertThat(only(id)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(deadLetter()).isEqualTo("schema");
    }

    @Test
    void aNullKeyDoesNotStopThePartition() {
        var keyed = submission(Topics.OUTBOUND, 1, "a@free.test");
        bus.send(new ProducerRecord<>(Topics.OUTBOUND, 1, null, keyed.value()));
        bus.send(new ProducerRecord<>(Topics.OUTBOUND, 1, null, null));
        String after = id + "-after";
        bus.send(submission(Topics.OUTBOUND, 1, after, "a@free.test"));

        assertThat(only(id)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(only(after)).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void whatAProducersAbortedTransactionHoldsIsNotSent() {
        String aborted = id + "-aborted";
        String committed = id + "-committed";
        try (var producer = producer(Map.of("transactional.id", id))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(submission(Topics.OUTBOUND, 1, aborted, "a@free.test"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(submission(Topics.OUTBOUND, 1, committed, "a@free.test"));
            producer.commitTransaction();
        }
        bus.send(submission(Topics.OUTBOUND, 1, "a@free.test"));

        assertThat(only(id)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(only(committed)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(bus.events(aborted)).isEmpty();
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", KafkaResource.bootstrapServers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void suspendedMailExpires() {
        bus.table(Topics.ACCOUNTS, "asleep", new AccountEntry("asleep", AccountState.SUSPENDED, null, null, 1));
        var record = new ProducerRecord<>(Topics.OUTBOUND, 0, Bus.bytes(id), Bus.bytes("""
                {"id": "%s", "account": "asleep", "envelope": {"from": "a@free.test", "to": ["s@rcpt.test"]},
                 "content": {"from": "a@free.test", "subject": "x", "text": "y"}, "expiresAt": "%s"}""".formatted(
                id, java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).plusSeconds(5))));
        bus.send(record);

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events.getLast()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(events).filteredOn(MailEvent.Held.class::isInstance).hasSize(1);
    }

    private MailEvent only(String messageId) {
        List<MailEvent> events = bus.awaitEvents(messageId, e -> !e.isEmpty());
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private ConsumerRecord<byte[], byte[]> recordOf(String topic) {
        return bus.all(topic).stream().filter(this::mine).findFirst().orElseThrow();
    }

    private boolean mine(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && new String(record.key()).equals(id);
    }

    private String deadLetter() {
        return Awaitility.await()
                .atMost(40, TimeUnit.SECONDS)
                .until(
                        () -> bus.all(Topics.DEAD_LETTER).stream()
                                .filter(this::mine)
                                .map(r -> Bus.header(r, Headers.ERROR_CODE))
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    private ProducerRecord<byte[], byte[]> submission(String topic, int partition, String from) {
        return submission(topic, partition, id, from);
    }

    private static ProducerRecord<byte[], byte[]> submission(String topic, int partition, String id, String from) {
        String json = """
                {"id": "%s", "envelope": {"from": "%s", "to": ["h@rcpt.test"]},
                 "content": {"from": "%s", "subject": "x", "text": "hello"}}""".formatted(id, from, from);
        return new ProducerRecord<>(topic, partition, Bus.bytes(id), Bus.bytes(json));
    }

    private static ProducerRecord<byte[], byte[]> with(
            ProducerRecord<byte[], byte[]> record, String header, String value) {
        record.headers().add(header, Bus.bytes(value));
        return record;
    }
}
