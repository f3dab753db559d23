package io.privatesmtp.standalone.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.BoundBy;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.bus.event.MxHost;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.embedded.KafkaResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00.250Z");
    private static final String SERVERS = KafkaResource.bootstrapServers();

    @BeforeAll
    static void createTopics() throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", SERVERS))) {
            var topics = List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS, Topics.DEAD_LETTER);
            admin.createTopics(topics.stream()
                            .map(name -> new NewTopic(name, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @Test
    void aMessagesEventsAreShownInTheOrderOfTime() {
        // given events of two topics, the later one first, and another message's
        write(new MailEvent.Bounced(
                facts("m1", 2),
                dialogue(new SmtpReply(Stage.RCPT_TO, 550, EnhancedStatus.parse("5.1.1"), "No such\nuser")),
                AT.plusSeconds(60),
                Category.RECIPIENT_INVALID,
                Category.RECIPIENT_INVALID.action(),
                null));
        write(new MailEvent.Delivered(facts("m2", 1), dialogue(null), AT));
        write(new MailEvent.Deferred(
                facts("m1", 1),
                dialogue(new SmtpReply(Stage.RCPT_TO, 450, null, "later")),
                AT,
                Category.GREYLIST,
                Category.GREYLIST.action(),
                null,
                null));

        // when
        var lines = Trace.of("m1", SERVERS).stream().map(TraceLine::toString).toList();

        // then
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .startsWith("2026-11-24T10:00:00.250Z  mail.deferred")
                .contains("ann@b.test", "attempt 1", "192.0.2.1 -> mx.b.test [192.0.2.9]:25", "greylist", "450 later");
        assertThat(lines.getLast()).contains("mail.bounced", "recipient-invalid", "550 5.1.1 No such user");
    }

    @Test
    void anAccountBeforeTheIdMustMatch() {
        write(new MailEvent.Delivered(facts("m3", 1), dialogue(null), AT));

        assertThat(Trace.of("acme/m3", SERVERS)).hasSize(1);
        assertThat(Trace.of("other/m3", SERVERS)).isEmpty();
    }

    @Test
    void anIdMayHoldSlashes() {
        write(new MailEvent.Delivered(facts("2026/11/m5", 1), dialogue(null), AT));

        assertThat(Trace.of("2026/11/m5", SERVERS)).hasSize(1);
        assertThat(Trace.of("acme/2026/11/m5", SERVERS)).hasSize(1);
    }

    @Test
    void nobodysMessageIsFoundWithoutAnAccountBeforeTheSlash() {
        write(new MailEvent.Delivered(facts("m6", null, 1), dialogue(null), AT));

        assertThat(Trace.of("/m6", SERVERS)).hasSize(1);
        assertThat(Trace.of("acme/m6", SERVERS)).isEmpty();
    }

    @Test
    void aDeadLetterIsFoundByTheIdInItsJson() {
        var letter = new ProducerRecord<byte[], byte[]>(
                Topics.DEAD_LETTER, null, "{\"id\": \"m4\", \"envelope\": 3}".getBytes(UTF_8));
        letter.headers().add(Headers.ERROR_CODE, "schema".getBytes(UTF_8));
        letter.headers().add(Headers.ERROR, "envelope must be an object".getBytes(UTF_8));
        submit(letter);

        assertThat(Trace.of("m4", SERVERS))
                .singleElement()
                .asString()
                .contains("dead letter", "schema: envelope must be an object");
    }

    private static MessageFacts facts(String id, int attempt) {
        return facts(id, "acme", attempt);
    }

    private static MessageFacts facts(String id, @Nullable String account, int attempt) {
        return new MessageFacts(
                id,
                account,
                attempt,
                "a@acme.test",
                "acme.test",
                "ann@b.test",
                "b.test",
                AT,
                new Origin(Topics.OUTBOUND, 0, 0),
                null);
    }

    private static DialogueFacts dialogue(@Nullable SmtpReply reply) {
        var mx = new MxHost("mx.b.test", "192.0.2.9", 25);
        return new DialogueFacts(null, "192.0.2.1", BoundBy.SOCKET, null, mx, null, null, reply, null);
    }

    private static void write(MailEvent event) {
        var row =
                new ProducerRecord<>(event.topic(), event.message().messageId().getBytes(UTF_8), Json.write(event));
        row.headers().add(Headers.CE_TYPE, event.type().getBytes(UTF_8));
        submit(row);
    }

    private static void submit(ProducerRecord<byte[], byte[]> row) {
        try (var bus = new Submissions(SERVERS)) {
            bus.submit(row);
        }
    }
}
