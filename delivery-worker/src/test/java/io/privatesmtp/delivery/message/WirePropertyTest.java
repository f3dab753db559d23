package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.submission.Attachment;
import io.privatesmtp.bus.submission.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class WirePropertyTest {
    @Property(shrinking = ShrinkingMode.OFF, tries = 500)
    void whatIsComposedReadsBackAsItWasGiven(
            @ForAll("lines") String subject,
            @ForAll("lines") String name,
            @ForAll("texts") String text,
            @ForAll("lines") String filename,
            @ForAll byte[] data) {
        Content content = new Content(
                null,
                "a@acme.example",
                List.of("\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <b@c.example>"),
                null,
                null,
                subject,
                text,
                null,
                Map.of(),
                List.of(new Attachment(filename, null, data, null)));

        ReadMessage read =
                ReadMessage.of(Wire.bytes(StructuredBody.of(content, Wire.QUEUED, "seed", null), Wire.SEVEN_BIT));

        assertThat(read.message.getSubject()).isEqualTo(subject.strip());
        assertThat(read.contents().get(0)).isEqualTo(text.replaceAll("\r\n|\r|\n", "\r\n"));
        assertThat(read.contents().get(1)).isEqualTo(new String(data, StandardCharsets.ISO_8859_1));
        String seen = read.leaves().get(1).getFilename();
        assertThat(seen == null ? "" : seen).isEqualTo(filename);
        String to = read.message.getTo().flatten().getFirst().getName();
        assertThat(to == null ? "" : to).isEqualTo(name.strip());
    }

    /** Whatever bytes come as a message: it is refused with a sentence, or fit for every server. */
    @Property(shrinking = ShrinkingMode.OFF, tries = 2_000)
    void anyBytesAreRefusedOrFit(@ForAll("messages") String message, @ForAll boolean modern) {
        try {
            Wire.bytes(Wire.raw(message.getBytes(StandardCharsets.UTF_8)), modern ? Wire.MODERN : Wire.SEVEN_BIT);
        } catch (ContractViolation e) {
            assertThat(e.getMessage()).contains(": must ").doesNotContain("\n", "\r");
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 500)
    void wellFormedTextArrivesAtEveryServerAsItWas(@ForAll("texts") String text, @ForAll boolean modern) {
        String body = text.replaceAll("\r\n|\r|\n|\0", "\r\n") + "\r\n";
        RawBody raw = Wire.raw("From: a@acme.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body);

        ReadMessage read = ReadMessage.of(Wire.bytes(raw, modern ? Wire.MODERN : Wire.SEVEN_BIT));

        assertThat(read.contents()).containsExactly(body);
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.strings()
                .withChars(" \"\\.,;:=?_%*'<>()[]@aZ9äß漢€")
                .ofMaxLength(120)
                .map(text -> text + (text.length() % 3 == 0 ? "😀".repeat(20) : ""));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "\r\n",
                "\n",
                "\r",
                ".",
                " ",
                "\t",
                "=",
                "From ",
                "--",
                "=_",
                "ä",
                "漢字",
                "😀",
                "x".repeat(1_100),
                "word ");
        return pieces.list().ofMaxSize(60).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> pieces = Arbitraries.of(
                "From: a@b.example",
                "From: ä <a@b.example>",
                "Subject: ä",
                "Content-Type: multipart/mixed; boundary=x",
                "Content-Type: message/rfc822",
                "Content-Transfer-Encoding: base64",
                "Bcc: c@d.example",
                "--x",
                "--x--",
                "\r\n",
                "\r\n",
                "\r\n",
                "\r\n\r\n",
                "\n",
                "\r",
                " ",
                "\t",
                ":",
                ".",
                "ä",
                "\0",
                "y".repeat(1_200),
                "word ");
        return pieces.list().ofMaxSize(40).map(list -> "From: a@b.example\r\n" + String.join("", list));
    }
}
