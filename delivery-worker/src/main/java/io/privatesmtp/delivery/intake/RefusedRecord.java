package io.privatesmtp.delivery.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a record that was refused, so that its recipients get their event: read token by token up to where
 * it breaks, whatever its shape, and bounded.
 */
final class RefusedRecord {
    private static final int MAX_TEXT = 320;
    private static final int MAX_TAGS = 50;

    private @Nullable String id;
    private @Nullable String account;
    private String sender = "";
    private final List<Parsed.Named> recipients = new ArrayList<>();
    private final Map<String, String> tags = new HashMap<>();

    private RefusedRecord() {}

    static Parsed.Refused of(Incoming record, RecordHeaders headers, boolean raw, ErrorCode code, String sentence) {
        RefusedRecord refused = new RefusedRecord();
        byte[] value = record.value();
        if (raw) {
            refused.readHeaders(headers);
        } else if (value != null) {
            refused.readJson(value);
        }
        String account = refused.account == null ? headers.readable(Headers.ACCOUNT) : refused.account;
        String owner = Topics.accountOf(record.topic());
        return new Parsed.Refused(
                code,
                sentence,
                refused.id == null ? record.origin().toString() : refused.id,
                owner != null ? owner : account == null ? null : shortened(account),
                refused.sender,
                List.copyOf(refused.recipients),
                Map.copyOf(refused.tags));
    }

    /** As it may stand in an event: bounded, without controls. */
    static String shortened(String text) {
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return bounded.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void readHeaders(RecordHeaders headers) {
        id = nonEmpty(headers.readable(Headers.MESSAGE_ID));
        String from = headers.readable(Headers.MAIL_FROM);
        sender = from == null ? "" : shortened(from);
        for (String to : headers.readable(Headers.RCPT_TO, Parsed.Refused.MAX_NAMED)) {
            recipients.add(new Parsed.Named(recipients.size(), shortened(to)));
        }
    }

    private void readJson(byte[] value) {
        try (JsonParser json = Json.jsonMapper().createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "id" -> id = nonEmpty(text(json, token));
                    case "account" -> account = text(json, token);
                    case "envelope" -> readEnvelope(json, token);
                    case "tags" -> readTags(json, token);
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            // Broken from here on; what was read until here stands.
            return;
        }
    }

    private void readEnvelope(JsonParser json, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            String text = text(json, token);
            if (name.equals("from") && text != null) {
                sender = text;
            } else if (name.equals("to") && token == JsonToken.START_ARRAY) {
                readRecipients(json);
            } else if (name.equals("to") && text != null) {
                recipients.add(new Parsed.Named(0, text));
            } else {
                json.skipChildren();
            }
        }
    }

    private void readRecipients(JsonParser json) throws IOException {
        int index = 0;
        for (JsonToken token = json.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = json.nextToken()) {
            String text = text(json, token);
            if (text != null && recipients.size() < Parsed.Refused.MAX_NAMED) {
                recipients.add(new Parsed.Named(index, text));
            }
            json.skipChildren();
            index++;
        }
    }

    private void readTags(JsonParser json, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            String text = text(json, json.nextToken());
            if (text != null && tags.size() < MAX_TAGS) {
                tags.put(shortened(name), text);
            }
            json.skipChildren();
        }
    }

    private static @Nullable String text(JsonParser json, @Nullable JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING ? shortened(json.getText()) : null;
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : shortened(text);
    }
}
