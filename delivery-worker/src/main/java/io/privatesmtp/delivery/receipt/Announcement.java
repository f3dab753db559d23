package io.privatesmtp.delivery.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All events that follow one retry record, in that record's header. They differ in little but the recipient: the first
 * stands whole, of the others only what differs from it, and all is compressed. A thousand take some 50 KB.
 */
public final class Announcement {
    public static final String HEADER = "psr-announces";

    private static final int MAX_LENGTH = 32 * 1024 * 1024;
    /** Beyond that the record might outgrow its topic: the texts of the replies are cut then, no event is left out. */
    private static final int MAX_HEADER = 512 * 1024;

    private static final int CUT_REPLY = 80;

    private Announcement() {}

    /** One JSON object a line, compressed. */
    public static byte[] of(List<AnnouncedEvent> events) {
        byte[] header = written(events, Integer.MAX_VALUE);
        return header.length <= MAX_HEADER ? header : written(events, CUT_REPLY);
    }

    private static byte[] written(List<AnnouncedEvent> events, int replyLength) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
                ObjectNode first = null;
                for (AnnouncedEvent event : events) {
                    ObjectNode whole = cut((ObjectNode) Json.tree(event.json()), replyLength);
                    ObjectNode line = JsonNodeFactory.instance.objectNode();
                    line.put("id", event.id()).put("type", event.type());
                    line.set("event", first == null ? whole : difference(whole, first));
                    zipped.write(Json.write(line));
                    zipped.write('\n');
                    first = first == null ? whole : first;
                }
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode cut(ObjectNode event, int length) {
        if (event.get("reply") instanceof ObjectNode reply) {
            String text = reply.path("text").asText();
            if (text.length() > length) {
                int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
                reply.put("text", text.substring(0, end));
            }
        }
        return event;
    }

    /** The fields of {@code event} that differ from those of {@code first}; null for those that it lacks. */
    private static ObjectNode difference(ObjectNode event, ObjectNode first) {
        ObjectNode difference = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            if (!field.getValue().equals(first.get(field.getKey()))) {
                difference.set(field.getKey(), field.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> field : first.properties()) {
            if (!event.has(field.getKey())) {
                difference.putNull(field.getKey());
            }
        }
        return difference;
    }

    /**
     * @param key of the retry record
     * @param partition that the events go to
     * @throws ContractViolation when the header is damaged
     */
    static List<AnnouncedEvent> parse(byte @Nullable [] header, byte @Nullable [] key, int partition) {
        List<AnnouncedEvent> events = new ArrayList<>();
        try {
            ObjectNode first = null;
            for (String line : lines(header == null ? new byte[0] : header)) {
                JsonNode named = Json.tree(line.getBytes(StandardCharsets.UTF_8));
                if (!named.path("id").isTextual()
                        || !named.path("type").isTextual()
                        || !(named.get("event") instanceof ObjectNode said)) {
                    throw damaged();
                }
                ObjectNode event = first == null ? said : merged(first, said);
                first = first == null ? event : first;
                String id = named.path("id").asText();
                events.add(new AnnouncedEvent(id, named.path("type").asText(), Json.write(event), key, partition));
            }
            return events;
        } catch (IOException e) {
            throw damaged();
        }
    }

    private static List<String> lines(byte[] header) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(header))) {
            byte[] text = in.readNBytes(MAX_LENGTH);
            if (text.length == MAX_LENGTH) {
                throw damaged();
            }
            return new String(text, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static ObjectNode merged(ObjectNode first, ObjectNode difference) {
        ObjectNode event = first.deepCopy();
        for (Map.Entry<String, JsonNode> field : difference.properties()) {
            if (field.getValue().isNull()) {
                event.remove(field.getKey());
            } else {
                event.set(field.getKey(), field.getValue());
            }
        }
        return event;
    }

    private static ContractViolation damaged() {
        return new ContractViolation(ErrorCode.CORRUPT, HEADER, null, "must be the events that follow");
    }
}
