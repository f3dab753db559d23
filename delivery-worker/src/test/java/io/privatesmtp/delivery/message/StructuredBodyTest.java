package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Attachment;
import io.privatesmtp.bus.submission.Content;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.mime4j.dom.Entity;
import org.junit.jupiter.api.Test;

class StructuredBodyTest {
    private static final Attachment PDF =
            new Attachment("Überblick 2026.pdf", "application/pdf", "%PDF".getBytes(StandardCharsets.US_ASCII), null);

    @Test
    void smallTextIsReadableOnTheWire() {
        String wire = Wire.text(body(content("Hello", "Hello Bob,\nhow are you?\n", null, List.of())));

        assertThat(wire.replaceAll("<[0-9a-f]{32}@", "<id@"))
                .isEqualTo(String.join(
                        "\r\n",
                        Wire.RECEIVED,
                        "Date: Tue, 24 Nov 2026 08:00:00 +0000",
                        "Message-ID: <id@acme.example>",
                        "From: Acme <news@acme.example>",
                        "To: bob@example.net",
                        "Subject: Hello",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=us-ascii",
                        "Content-Transfer-Encoding: quoted-printable",
                        "",
                        "Hello Bob,",
                        "how are you?",
                        ""));
    }

    @Test
    void textAndHtmlAreAlternativesAndFilesAreAttached() {
        Attachment logo = new Attachment("logo.png", "image/png", new byte[] {1, 2, -1}, "<logo@acme>");

        ReadMessage read =
                read(body(content("Grüße", "Text ü", "<p>ü<img src='cid:logo@acme'></p>", List.of(PDF, logo))));

        assertThat(read.leaves())
                .extracting(Entity::getMimeType)
                .containsExactly("text/plain", "text/html", "image/png", "application/pdf");
        assertThat(read.contents())
                .containsExactly("Text ü", "<p>ü<img src='cid:logo@acme'></p>", "\u0001\u0002\u00ff", "%PDF");
        assertThat(read.leaves().get(3).getFilename()).isEqualTo("Überblick 2026.pdf");
        assertThat(read.leaves().get(2).getHeader().getField("Content-ID").getBody())
                .isEqualTo("<logo@acme>");
        assertThat(read.message.getSubject()).isEqualTo("Grüße");
    }

    @Test
    void messageIsTheSameAtEveryAttempt() {
        Content content = content("x", "a", "<p>a</p>", List.of(PDF));

        assertThat(Wire.text(body(content))).isEqualTo(Wire.text(body(content)));
    }

    @Test
    void ownFieldsTakeThePlaceOfOurs() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Message-Id", "<own@acme.example>");
        headers.put("List-Unsubscribe", "<https://acme.example/u?" + "x".repeat(200) + ">");
        headers.put("X-Note", "grün");
        Content content = new Content(
                null,
                "a@acme.example",
                null,
                List.of("\"Cy, D.\" <cy@example.net>", "d@example.net"),
                List.of("r@acme.example"),
                null,
                "text",
                null,
                headers,
                null);

        ReadMessage read = read(body(content));

        assertThat(read.message.getHeader().getFields("Message-ID")).hasSize(1);
        assertThat(read.message.getMessageId()).isEqualTo("<own@acme.example>");
        assertThat(read.field("List-Unsubscribe")).isEqualTo(headers.get("List-Unsubscribe"));
        assertThat(read.field("X-Note")).isEqualTo("=?ISO-8859-1?Q?gr=FCn?=");
        assertThat(read.message.getCc().flatten())
                .extracting("address")
                .containsExactly("cy@example.net", "d@example.net");
        assertThat(read.message.getReplyTo().flatten()).extracting("address").containsExactly("r@acme.example");
    }

    @Test
    void attachedMessageTravelsAsAFile() {
        Attachment mail =
                new Attachment("a.eml", "message/rfc822", "Subject: x\n\ny".getBytes(StandardCharsets.US_ASCII), null);

        ReadMessage read = read(body(content("x", "text", null, List.of(mail))));

        assertThat(read.leaves().get(1).getMimeType()).isEqualTo("application/octet-stream");
        assertThat(read.contents().get(1)).isEqualTo("Subject: x\n\ny");
    }

    private static Content content(String subject, String text, String html, List<Attachment> attachments) {
        return new Content(
                null,
                "Acme <news@acme.example>",
                List.of("bob@example.net"),
                null,
                null,
                subject,
                text,
                html,
                null,
                attachments);
    }

    private static StructuredBody body(Content content) {
        return StructuredBody.of(content, Wire.QUEUED, "mail.outbound-0-1 x", null);
    }

    private static ReadMessage read(StructuredBody body) {
        return ReadMessage.of(Wire.bytes(body, Wire.SEVEN_BIT));
    }
}
