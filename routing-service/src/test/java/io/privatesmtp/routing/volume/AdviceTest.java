package io.privatesmtp.routing.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "routing"))
class AdviceTest {
    @Test
    void aHandfulOfMailsIsBetterOffShared() {
        deliver("handful", 7);

        await().untilAsserted(() -> assertThat(asked("handful", "delivered")).isEqualTo("7"));

        assertThat(asked("handful", "advice")).isEqualTo("shared");
        assertThat(asked("handful", "explanation")).contains("better off on the shared addresses");
    }

    @Test
    void severalDozenADayGainByAnAddressOfTheirOwn() {
        deliver("dozens", 28 * 48);

        await().untilAsserted(() -> assertThat(asked("dozens", "advice")).isEqualTo("private"));

        assertThat(asked("dozens", "perDay")).isEqualTo("48.0");
    }

    private static String asked(String account, String field) {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic("operator", "secret")
                .get("/v1/advice/" + account)
                .jsonPath()
                .getString(field);
    }

    private static void deliver(String account, int recipients) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", KafkaResource.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < recipients; i++) {
                MessageFacts message = new MessageFacts(
                        "m" + i, account, 1, "", null, "a@b.test", "b.test", null, new Origin("t", 0, i), null);
                byte[] value = Json.write(new MailEvent.Delivered(message, DialogueFacts.NONE, Instant.now()));
                ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(Topics.DELIVERY_EVENTS, value);
                event.headers().add(Headers.CE_TYPE, MailEvent.Delivered.TYPE.getBytes(StandardCharsets.UTF_8));
                producer.send(event);
            }
        }
    }
}
