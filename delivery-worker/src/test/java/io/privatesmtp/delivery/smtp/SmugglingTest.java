package io.privatesmtp.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Json;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Limits;
import io.privatesmtp.delivery.intake.Parsed;
import io.privatesmtp.delivery.intake.SubmissionParser;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.message.Seal;
import io.privatesmtp.delivery.message.WireOctets;
import io.privatesmtp.delivery.message.WireTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a producer writes wherever it may write, a receiver sees one message or none. From the record on the bus to the
 * socket it is the worker's own code.
 */
class SmugglingTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final SubmissionParser PARSER =
            new SubmissionParser(Limits.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
    private static final String SMUGGLED =
            "MAIL FROM:<evil@evil.test>\r\nRCPT TO:<victim@rcpt.test>\r\nDATA\r\nFrom: evil@evil.test\r\n\r\nboo\r\n.\r\n";
    /** Where text is free, so that a refusal would be a defect; NUL is refused there as well. */
    private static final Set<String> FREE =
            Set.of("raw body", "content.text", "content.html", "attachment data", "mime");

    @RegisterExtension
    final Playground playground = new Playground();

    static Stream<String> places() {
        return Stream.of(
                "raw body",
                "raw Subject",
                "raw field name",
                "raw header end",
                "header mail-from",
                "header rcpt-to",
                "header message-id",
                "id",
                "envelope.from",
                "envelope.to",
                "content.from",
                "content.to",
                "content.replyTo",
                "content.subject",
                "content.text",
                "content.html",
                "content.headers",
                "content.headers, name",
                "mime",
                "attachment data",
                "attachment filename",
                "attachment contentType",
                "attachment contentId",
                "tag");
    }

    @ParameterizedTest
    @MethodSource("places")
    void everyEndOfDataArrivesAsOneMessageOrIsRefused(String place) throws IOException {
        List<String> ends = new ArrayList<>(LenientServer.ENDS);
        ends.addAll(List.of("\r\n\0.\r\n", "\r\n.\0\r\n", "\n\0.\0\n", "\u2028.\u2028", "\u0085.\u0085"));
        for (String end : ends) {
            Parsed parsed = PARSER.parse(record(place, "x" + end + SMUGGLED));
            if (parsed instanceof Parsed.Accepted accepted) {
                assertOneMessage(
                        accepted.mail(), place + " with " + Json.jsonMapper().writeValueAsString(end));
            } else {
                assertThat(FREE.contains(place) && end.indexOf('\0') < 0)
                        .as("%s refused: %s", place, ((Parsed.Refused) parsed).sentence())
                        .isFalse();
            }
        }
    }

    private void assertOneMessage(Mail mail, String what) throws IOException {
        byte[] wire = WireOctets.kept(mail.body().render(new WireTarget(true, true), "Received: by x", Seal.NONE));
        Letter letter = Letter.to(
                        mail.recipients().stream().map(Recipient::address).toArray(String[]::new))
                .from(mail.sender())
                .saying(wire);
        try (LenientServer server = new LenientServer()) {
            SmtpSession session = playground.session(
                    "mx.test",
                    InetAddress.getLoopbackAddress(),
                    server.port(),
                    Playground.PATIENT,
                    "127.0.0.1",
                    TlsLevel.NONE);
            TransactionReport report = Playground.await(session.send(letter));
            Playground.await(session.quit());

            assertThat(Playground.only(report)).as(what).isInstanceOf(TransactionReport.Verdict.Accepted.class);
            assertThat(server.messages).as(what).hasSize(1);
            assertThat(server.commands)
                    .as(what)
                    .noneMatch(command -> command.contains("evil") || command.contains("victim"))
                    .filteredOn(command -> command.startsWith("MAIL"))
                    .hasSize(1);
        }
    }

    private static Incoming record(String place, String attack) {
        if (place.startsWith("raw") || place.startsWith("header")) {
            return raw(place, attack);
        }
        Map<String, Object> attachment = new HashMap<>(Map.of("filename", "a", "data", "QQ=="));
        Map<String, Object> content = new HashMap<>(Map.of("from", "a@acme.test", "subject", "x", "text", "x"));
        Map<String, Object> envelope = new HashMap<>(Map.of("from", "a@acme.test", "to", List.of("bob@rcpt.test")));
        Map<String, Object> submission = new HashMap<>(Map.of("envelope", envelope));
        byte[] octets = attack.getBytes(StandardCharsets.UTF_8);
        switch (place) {
            case "id" -> submission.put("id", attack);
            case "tag" -> submission.put("tags", Map.of("t", attack));
            case "envelope.from" -> envelope.put("from", attack + "@acme.test");
            case "envelope.to" -> envelope.put("to", List.of("bob@rcpt.test", attack + "@rcpt.test"));
            case "content.from" -> content.put("from", attack + " <a@acme.test>");
            case "content.headers" -> content.put("headers", Map.of("X-A", attack));
            case "content.headers, name" -> content.put("headers", Map.of(attack, "x"));
            case "mime" -> content = new HashMap<>(Map.of("mime", join("From: a@acme.test\r\n\r\n", octets)));
            case "attachment data" -> attachment.put("data", octets);
            case "attachment filename" -> attachment.put("filename", attack);
            case "attachment contentType" -> attachment.put("contentType", "text/plain; a=\"" + attack + "\"");
            case "attachment contentId" -> attachment.put("contentId", attack);
            default -> content.put(place.substring("content.".length()), attack);
        }
        if (place.startsWith("attachment")) {
            content.put("attachments", List.of(attachment));
        }
        submission.put("content", content);
        return new Incoming("mail.outbound", 0, 1, NOW.toEpochMilli(), null, Json.write(submission), List.of());
    }

    private static Incoming raw(String place, String attack) {
        String message = switch (place) {
            case "raw body" -> "From: a@acme.test\r\n\r\n" + attack;
            case "raw Subject" -> "From: a@acme.test\r\nSubject: " + attack + "\r\n\r\nhello\r\n";
            case "raw field name" -> "From: a@acme.test\r\n" + attack + ": x\r\n\r\nhello\r\n";
            case "raw header end" -> "From: a@acme.test" + attack;
            default -> "From: a@acme.test\r\n\r\nhello\r\n";
        };
        List<Incoming.Header> headers = List.of(
                header("content-type", "message/rfc822"),
                header("mail-from", place.equals("header mail-from") ? attack : "a@acme.test"),
                header("rcpt-to", "bob@rcpt.test"),
                header("rcpt-to", place.equals("header rcpt-to") ? attack : "carl@rcpt.test"),
                header("message-id", place.equals("header message-id") ? attack : "1"));
        return new Incoming(
                "mail.outbound", 0, 1, NOW.toEpochMilli(), null, message.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Incoming.Header header(String name, String value) {
        return new Incoming.Header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] join(String start, byte[] rest) {
        byte[] first = start.getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }
}
