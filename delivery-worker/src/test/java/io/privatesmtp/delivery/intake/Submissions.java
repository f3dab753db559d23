package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Records as producers write them, and what the parser makes of them. */
final class Submissions {
    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    static final SubmissionParser PARSER = new SubmissionParser(Limits.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
    static final String SMALL = "From: ann@acme.example\r\nSubject: Hello\r\n\r\nHello Bob.\r\n";

    private Submissions() {}

    static Incoming json(String value) {
        return on("mail.outbound", value.getBytes(StandardCharsets.UTF_8), List.of());
    }

    /** A small JSON submission with these members beside envelope and content. */
    static Incoming json(String to, String members) {
        return json("""
                {"envelope": {"from": "ann@acme.example", "to": %s},
                 "content": {"from": "Ann <ann@acme.example>", "subject": "Hello", "text": "Hello Bob."}%s}
                """.formatted(to, members));
    }

    static Incoming raw(String message, String... headers) {
        return raw(message.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** With a sender and a recipient, and headers given as {@code name: value}. */
    static Incoming raw(byte[] message, String... headers) {
        return on(
                "mail.outbound", message, headers(headers, "mail-from: ann@acme.example", "rcpt-to: bob@example.net"));
    }

    static Incoming bare(String topic, String message, String... headers) {
        return on(topic, message.getBytes(StandardCharsets.UTF_8), headers(headers));
    }

    static Incoming on(String topic, byte[] value, List<Incoming.Header> headers) {
        return new Incoming(topic, 3, 41, NOW.toEpochMilli(), null, value, headers);
    }

    static Parsed.Accepted accepted(Incoming record) {
        Parsed parsed = PARSER.parse(record);
        assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
        return (Parsed.Accepted) parsed;
    }

    static Parsed.Refused refused(Incoming record) {
        Parsed parsed = PARSER.parse(record);
        assertThat(parsed).isInstanceOf(Parsed.Refused.class);
        return (Parsed.Refused) parsed;
    }

    private static List<Incoming.Header> headers(String[] given, String... before) {
        List<Incoming.Header> headers = new ArrayList<>();
        headers.add(header("content-type: message/rfc822"));
        for (String header : before) {
            headers.add(header(header));
        }
        for (String header : given) {
            headers.add(header(header));
        }
        return headers;
    }

    static Incoming.Header header(String line) {
        int colon = line.indexOf(": ");
        return new Incoming.Header(
                line.substring(0, colon), line.substring(colon + 2).getBytes(StandardCharsets.UTF_8));
    }
}
