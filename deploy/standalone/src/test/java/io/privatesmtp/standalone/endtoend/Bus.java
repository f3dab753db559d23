package io.privatesmtp.standalone.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.standalone.bus.BusReader;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What consumers of the bus find there. */
final class Bus {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A refused record with what stands beside it. */
    record DeadLetter(String errorCode, String error, byte[] value) {}

    private final String servers;

    Bus(String servers) {
        this.servers = servers;
    }

    /** The terminal events of these recipients, once each has at least one. */
    Map<String, List<MailEvent>> awaitTerminalEvents(Collection<String> recipients) {
        var watch = Stopwatch.started();
        while (true) {
            var events = terminalEvents();
            Set<String> missing = new TreeSet<>(recipients);
            missing.removeAll(events.keySet());
            if (missing.isEmpty()) {
                events.keySet().retainAll(Set.copyOf(recipients));
                return events;
            }
            assertThat(watch.elapsed())
                    .as(missing.size() + " recipients have no terminal event yet, one of them "
                            + missing.iterator().next())
                    .isLessThan(PATIENCE);
            Parallel.pause(Duration.ofMillis(300));
        }
    }

    /** By recipient; an event that a crash wrote twice would stand here twice. */
    private Map<String, List<MailEvent>> terminalEvents() {
        Map<String, List<MailEvent>> events = new HashMap<>();
        BusReader.readToEnd(servers, List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS), row -> {
            var event = MailEvent.read(header(row, Headers.CE_TYPE), row.value());
            if (event.terminal()) {
                events.computeIfAbsent(event.message().recipient(), recipient -> new ArrayList<>())
                        .add(event);
            }
        });
        return events;
    }

    /** The one dead letter of each key, once all are there. */
    Map<String, DeadLetter> awaitDeadLetters(Collection<String> keys) {
        var watch = Stopwatch.started();
        while (true) {
            Map<String, DeadLetter> letters = new HashMap<>();
            BusReader.readToEnd(servers, List.of(Topics.DEAD_LETTER), row -> {
                // others that share the broker may write letters without a key
                var key = row.key() == null ? "" : new String(row.key(), UTF_8);
                if (keys.contains(key)) {
                    assertThat(letters.put(key, letter(row)))
                            .as("a second letter of " + key)
                            .isNull();
                }
            });
            if (letters.keySet().containsAll(keys)) {
                return letters;
            }
            assertThat(watch.elapsed()).as("dead letters: " + letters.keySet()).isLessThan(PATIENCE);
            Parallel.pause(Duration.ofMillis(300));
        }
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> row) {
        return new DeadLetter(header(row, Headers.ERROR_CODE), header(row, Headers.ERROR), row.value());
    }

    private static String header(ConsumerRecord<byte[], byte[]> row, String name) {
        var header = row.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
