package io.privatesmtp.standalone.demo;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.standalone.bus.BusReader;
import io.privatesmtp.standalone.demo.SmallInternet.Sighting;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Puts together what the bus and the receiving hosts say. */
final class Evidence {
    private static final List<String> EVENTS = List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS);

    private Evidence() {}

    /** One outcome for each recipient of each letter, in their order. */
    static List<Outcome> of(List<Letter> letters, String servers, List<Sighting> sightings) {
        // an event that was written twice has the same id and counts once
        Map<String, MailEvent> events = new LinkedHashMap<>();
        BusReader.readToEnd(servers, EVENTS, row -> events.putIfAbsent(header(row, Headers.CE_ID), event(row)));
        return letters.stream()
                .flatMap(letter -> letter.recipients().stream()
                        .map(recipient -> outcome(
                                letter, recipient, events.values().stream().toList(), sightings)))
                .toList();
    }

    private static Outcome outcome(Letter letter, String recipient, List<MailEvent> events, List<Sighting> sightings) {
        var own = events.stream()
                .filter(event -> event.message().messageId().equals(letter.id())
                        && event.message().recipient().equals(recipient))
                .sorted(Comparator.comparing(MailEvent::at))
                .toList();
        var seen = sightings.stream()
                .filter(sighting -> sighting.sender().equals(letter.sender())
                        && sighting.recipient().equals(recipient))
                .map(Sighting::peer)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Outcome(letter, recipient, own, seen);
    }

    private static MailEvent event(ConsumerRecord<byte[], byte[]> row) {
        return MailEvent.read(header(row, Headers.CE_TYPE), row.value());
    }

    private static String header(ConsumerRecord<byte[], byte[]> row, String name) {
        var header = row.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
