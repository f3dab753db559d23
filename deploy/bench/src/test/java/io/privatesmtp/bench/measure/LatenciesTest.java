package io.privatesmtp.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final String SUBMITTED = "2026-11-23T12:00:00Z";

    /** Refused after 100 ms, and taken after two seconds. */
    @Test
    void mailThatWasRefusedAtFirstIsReceivedWhenItIsTaken() {
        var latencies = new Latencies();

        latencies.add(event(MailEvent.Deferred.TYPE, 1, "2026-11-23T12:00:00.100Z", 20));
        latencies.add(event(MailEvent.Delivered.TYPE, 2, "2026-11-23T12:00:02Z", 30));

        assertThat(latencies.toReceived().p50()).isEqualTo(2_000);
        assertThat(latencies.toAttempt().p50()).isEqualTo(80);
    }

    private static ConsumerRecord<byte[], byte[]> event(String type, int attempt, String at, long duration) {
        var json = """
                {"attempt": %d, "queuedAt": "%s", "at": "%s", "durationMillis": %d}""".formatted(attempt, SUBMITTED, at, duration);
        var record = new ConsumerRecord<byte[], byte[]>(
                Topics.DELIVERY_EVENTS, 0, 0, new byte[0], json.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", type.getBytes(StandardCharsets.US_ASCII));
        return record;
    }
}
