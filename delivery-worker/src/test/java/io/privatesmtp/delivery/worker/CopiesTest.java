package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A submission that comes twice is delivered once. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class CopiesTest {
    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void accounts() {
        bus.table(
                Topics.SOURCES,
                "127.0.0.10",
                new SourceAddress(
                        "127.0.0.10", SourceKind.SHARED, null, "mail.test", null, SourceState.ACTIVE, null, null, 1));
        account("acme");
        account("other");
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aCopyIsADeadLetterThatNamesTheFirstAndHasNoEvents() {
        long first = send(Topics.OUTBOUND, 1, "acme", id, "twice");
        send(Topics.OUTBOUND, 1, "acme", id, "twice", "not an address");

        ConsumerRecord<byte[], byte[]> copy = awaitDeadLetter(id);
        assertThat(Bus.header(copy, Headers.ERROR_CODE)).isEqualTo("duplicate");
        assertThat(Bus.header(copy, Headers.ERROR)).contains("\"" + id + "\"", "mail.outbound-1-" + first);
        assertThat(copy.partition()).isEqualTo(1);
        afterwards(Topics.OUTBOUND, 1);
        assertThat(deliveries("twice")).isEqualTo(1);
        assertThat(bus.events(id)).singleElement().isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void ofManyCopiesAtOnceOneIsDelivered() {
        for (int i = 0; i < 20; i++) {
            bus.quickly(record(Topics.OUTBOUND, 2, "acme", id, "many"));
        }

        Awaitility.await().until(() -> deadLetters(id).size() == 19);
        bus.awaitEvents(id, e -> !e.isEmpty());
        assertThat(deliveries("many")).isEqualTo(1);
        assertThat(bus.events(id)).hasSize(1);
    }

    @Test
    void aCopyOfMailThatWaitsForItsRetryIsACopy() {
        send(Topics.OUTBOUND, 0, "acme", id, "greylist.copied");
        bus.awaitEvents(id, e -> !e.isEmpty());
        send(Topics.OUTBOUND, 0, "acme", id, "greylist.copied");

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events).hasSize(2);
        assertThat(deadLetters(id)).hasSize(1);
        assertThat(deliveries("greylist.copied")).isEqualTo(1);
    }

    @Test
    void aCopyOfMailThatBouncedIsACopy() {
        send(Topics.OUTBOUND, 0, "acme", id, "reject");
        bus.awaitEvents(id, e -> !e.isEmpty());
        send(Topics.OUTBOUND, 0, "acme", id, "reject");

        assertThat(Bus.header(awaitDeadLetter(id), Headers.ERROR_CODE)).isEqualTo("duplicate");
        assertThat(bus.events(id)).hasSize(1);
    }

    @Test
    void theSameIdOfAnotherAccountOrTopicIsNoCopy() {
        send(Topics.OUTBOUND, 1, "acme", id, "a");
        send(Topics.OUTBOUND, 1, "other", id, "b");
        send(Topics.OUTBOUND, 1, null, id, "c");
        send(Topics.BULK, 1, "acme", id, "d");

        List<MailEvent> events = bus.awaitEvents(id, e -> e.size() == 4);

        assertThat(events)
                .extracting(e -> e.message().recipient())
                .containsExactlyInAnyOrder("a@rcpt.test", "b@rcpt.test", "c@rcpt.test", "d@rcpt.test");
        assertThat(deadLetters(id)).isEmpty();
    }

    @Test
    void theSameMailWithoutAnIdIsNoCopy() {
        send(Topics.OUTBOUND, 1, "acme", null, "nameless." + id);
        send(Topics.OUTBOUND, 1, "acme", null, "nameless." + id);

        Awaitility.await().until(() -> deliveries("nameless." + id) == 2);
    }

    @Test
    void aCorrectedSubmissionIsAcceptedUnderTheIdOfTheRefusedOne() {
        var refused = record(Topics.OUTBOUND, 1, "acme", id, "corrected");
        bus.send(new ProducerRecord<>(
                refused.topic(), 1, refused.key(), Bus.bytes("{\"id\": \"" + id + "\", \"account\": \"acme\"}")));
        assertThat(Bus.header(awaitDeadLetter(id), Headers.ERROR_CODE)).isEqualTo("schema");

        send(Topics.OUTBOUND, 1, "acme", id, "corrected");
        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent.Delivered.class::isInstance));

        assertThat(events).last().isInstanceOf(MailEvent.Delivered.class);
        assertThat(deadLetters(id)).hasSize(1);
    }

    @Test
    void theIdOfASubmissionThatItsAccountMayNotSendStaysFree() {
        bus.table(
                Topics.RULES,
                "taken.test",
                new RoutingRule(
                        "taken.test",
                        "other",
                        false,
                        List.of(new WeightedSource("127.0.0.12", 1)),
                        null,
                        null,
                        null,
                        1));
        Awaitility.await().until(() -> {
            String probe = UUID.randomUUID().toString();
            send(Topics.OUTBOUND, 1, "acme", probe, "probe", "from:a@taken.test");
            bus.awaitEvents(probe, e -> !e.isEmpty());
            return deadLetters(probe).size() == 1;
        });
        send(Topics.OUTBOUND, 1, "acme", id, "moved", "from:a@taken.test");
        assertThat(Bus.header(awaitDeadLetter(id), Headers.ERROR_CODE)).isEqualTo("domain-not-owned");

        send(Topics.OUTBOUND, 1, "acme", id, "moved");

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent.Delivered.class::isInstance));
        assertThat(events).last().isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void aCopyIsKnownAfterItsPartitionWentToAnotherConsumerAndCameBack() {
        for (int partition = 0; partition < 3; partition++) {
            send(Topics.OUTBOUND, partition, "acme", id + partition, "moving" + partition);
        }
        for (int partition = 0; partition < 3; partition++) {
            assertThat(bus.awaitEvents(id + partition, e -> !e.isEmpty())).hasSize(1);
        }
        List<TopicPartition> moved = Rival.takeSomeOf(Topics.OUTBOUND);
        assertThat(moved).isNotEmpty();

        for (TopicPartition partition : moved) {
            String again = id + partition.partition();
            send(Topics.OUTBOUND, partition.partition(), "acme", again, "moving" + partition.partition());
            assertThat(Bus.header(awaitDeadLetter(again), Headers.ERROR_CODE)).isEqualTo("duplicate");
            assertThat(deliveries("moving" + partition.partition())).isEqualTo(1);
        }
    }

    /** Waits for a message that was sent after all others of its partition. */
    private void afterwards(String topic, int partition) {
        String last = UUID.randomUUID().toString();
        send(topic, partition, "acme", last, "last");
        bus.awaitEvents(last, e -> !e.isEmpty());
    }

    private long send(String topic, int partition, String account, String messageId, String... to) {
        return bus.send(record(topic, partition, account, messageId, to));
    }

    /** To these local parts of rcpt.test, and to whole addresses; {@code from:} names another sender. */
    private ProducerRecord<byte[], byte[]> record(
            String topic, int partition, String account, String messageId, String... to) {
        var record = new ProducerRecord<>(
                topic, partition, Bus.bytes(id), Bus.bytes("From: a@free.test\r\nSubject: x\r\n\r\nhello\r\n"));
        record.headers().add(Headers.CONTENT_TYPE, Bus.bytes(Headers.RFC822));
        String from = "a@free.test";
        for (String recipient : to) {
            if (recipient.startsWith("from:")) {
                from = recipient.substring(5);
            } else {
                String address = recipient.contains(" ") ? recipient : recipient + "@rcpt.test";
                record.headers().add(Headers.RCPT_TO, Bus.bytes(address));
            }
        }
        record.headers().add(Headers.MAIL_FROM, Bus.bytes(from));
        if (account != null) {
            record.headers().add(Headers.ACCOUNT, Bus.bytes(account));
        }
        if (messageId != null) {
            record.headers().add(Headers.MESSAGE_ID, Bus.bytes(messageId));
        }
        return record;
    }

    private void account(String name) {
        bus.table(Topics.ACCOUNTS, name, new AccountEntry(name, AccountState.OPEN, null, null, 1));
    }

    private static long deliveries(String to) {
        return SmallInternet.receiver.received().stream()
                .filter(r -> r.to().contains(to + "@rcpt.test"))
                .count();
    }

    private ConsumerRecord<byte[], byte[]> awaitDeadLetter(String messageId) {
        Awaitility.await().until(() -> !deadLetters(messageId).isEmpty());
        return deadLetters(messageId).getFirst();
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(String messageId) {
        return bus.all(Topics.DEAD_LETTER).stream()
                .filter(r -> messageId.equals(Bus.header(r, Headers.MESSAGE_ID))
                        || r.value() != null && new String(r.value()).contains(messageId))
                .toList();
    }
}
