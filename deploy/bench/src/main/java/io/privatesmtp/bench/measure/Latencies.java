package io.privatesmtp.bench.measure;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.event.MailEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How long messages took, as their delivery events tell. */
public final class Latencies {
    /** What is needed of an event: {@code queuedAt} is when the producer submitted, {@code at} when the 250 came. */
    record Told(int attempt, Instant queuedAt, Instant at, long durationMillis) {}

    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Double> received = new ArrayList<>();
    private final List<Double> attempted = new ArrayList<>();

    void add(ConsumerRecord<byte[], byte[]> event) {
        var told = Json.read(event.value(), Told.class);
        var type = event.headers().lastHeader("ce_type");
        var delivered =
                type != null && MailEvent.Delivered.TYPE.equals(new String(type.value(), StandardCharsets.US_ASCII));
        var untilEnd = Duration.between(told.queuedAt(), told.at()).toNanos() / NANOS_PER_MILLI;
        if (told.attempt() == 1) {
            attempted.add(untilEnd - told.durationMillis());
        }
        if (delivered) {
            received.add(untilEnd);
        }
    }

    /** Until the 250, at whichever attempt. */
    Percentiles toReceived() {
        return percentiles(received);
    }

    /** Until the first transaction began, however it ended. */
    Percentiles toAttempt() {
        return percentiles(attempted);
    }

    private static Percentiles percentiles(List<Double> millis) {
        return Percentiles.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
