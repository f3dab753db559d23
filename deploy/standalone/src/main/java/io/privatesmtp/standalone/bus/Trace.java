package io.privatesmtp.standalone.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Finds what became of a message on the bus. */
public final class Trace {
    private static final List<String> TOPICS =
            List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS, Topics.DEAD_LETTER);

    private final String message;
    /** What it is where the first slash ends an account; ids may hold slashes, too. */
    private final @Nullable String account;

    private final String id;
    private final List<TraceLine> lines = new ArrayList<>();

    private Trace(String message) {
        var slash = message.indexOf('/');
        this.message = message;
        this.account = slash < 0 ? null : message.substring(0, slash);
        this.id = message.substring(slash + 1);
    }

    /** @param message its id, or account/id; of nobody's message also /id */
    public static List<TraceLine> of(String message, String servers) {
        var trace = new Trace(message);
        BusReader.readToEnd(servers, TOPICS, trace::consider);
        trace.lines.sort(Comparator.comparing(TraceLine::at));
        return trace.lines;
    }

    private void consider(ConsumerRecord<byte[], byte[]> row) {
        if (row.topic().equals(Topics.DEAD_LETTER)) {
            if (isOfTheMessage(row)) {
                lines.add(TraceLine.ofDeadLetter(row));
            }
            return;
        }
        // most rows are others' events: their key, or their value as text, shows it without parsing
        var type = TraceLine.header(row, Headers.CE_TYPE);
        if (type == null || row.value() == null || !new String(row.value(), UTF_8).contains(id)) {
            return;
        }
        var event = MailEvent.read(type, row.value());
        var of = Objects.requireNonNullElse(event.message().account(), "");
        if (event.message().messageId().equals(message)
                || account != null && event.message().messageId().equals(id) && account.equals(of)) {
            lines.add(TraceLine.of(event));
        }
    }

    private boolean isOfTheMessage(ConsumerRecord<byte[], byte[]> letter) {
        return names(TraceLine.header(letter, Headers.MESSAGE_ID))
                || names(TraceLine.header(letter, Headers.ORIGIN))
                || letter.key() != null && names(new String(letter.key(), UTF_8))
                || names(idInJson(letter.value()));
    }

    private boolean names(@Nullable String text) {
        return message.equals(text) || id.equals(text);
    }

    private static @Nullable String idInJson(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value[0] != '{') {
            return null;
        }
        try {
            return Json.tree(value).path("id").asText(null);
        } catch (IOException e) {
            return null; // a dead letter need not be JSON
        }
    }
}
