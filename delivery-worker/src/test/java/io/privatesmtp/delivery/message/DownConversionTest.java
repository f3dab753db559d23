package io.privatesmtp.delivery.message;

import static io.privatesmtp.delivery.message.Wire.SEVEN_BIT;
import static io.privatesmtp.delivery.message.Wire.raw;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.junit.jupiter.api.Test;

/** RFC 6152 section 3 and RFC 6531 section 3.2: what a server does not take, it does not get. */
class DownConversionTest {
    @Test
    void eightBitTextBecomesQuotedPrintable() {
        RawBody body = raw("From: a@acme.example\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\nMit herzlichen Grüßen aus Köln\r\n");

        ReadMessage read = ReadMessage.of(Wire.bytes(body, SEVEN_BIT));

        assertThat(read.field("Content-Transfer-Encoding")).isEqualTo("quoted-printable");
        assertThat(read.contents()).containsExactly("Mit herzlichen Grüßen aus Köln\r\n");
    }

    @Test
    void textOfManyOctetsBecomesBase64() {
        RawBody body = raw("From: a@acme.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nこんにちは\r\n");

        ReadMessage read = ReadMessage.of(Wire.bytes(body, SEVEN_BIT));

        assertThat(read.field("Content-Transfer-Encoding")).isEqualTo("base64");
        assertThat(read.contents()).containsExactly("こんにちは\r\n");
    }

    /** RFC 2045 section 6.1 has a comment there. */
    @Test
    void aCommentBehindTheEncodingIsNoPartOfIt() {
        RawBody body = raw("From: a@acme.example\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit (yes)\r\n\r\nMit herzlichen Grüßen aus Köln\r\n");

        ReadMessage read = ReadMessage.of(Wire.bytes(body, SEVEN_BIT));

        assertThat(read.field("Content-Transfer-Encoding")).isEqualTo("quoted-printable");
        assertThat(read.contents()).containsExactly("Mit herzlichen Grüßen aus Köln\r\n");
    }

    @Test
    void textWithoutLabelGetsOne() {
        ReadMessage read = ReadMessage.of(Wire.bytes(raw("From: a@acme.example\r\n\r\nGrüße\r\n"), SEVEN_BIT));

        assertThat(read.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(read.contents()).containsExactly("Grüße\r\n");
    }

    @Test
    void nestedPartsAreConvertedWhereTheyAre() {
        RawBody body = raw("""
                From: a@acme.example
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="=outer"

                Vorwort für niemanden
                --=outer
                Content-Type: message/rfc822

                Subject: inner
                Content-Type: multipart/alternative; boundary=inner

                --inner
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                Gr=FC=DFe
                --inner
                Content-Type: text/html; charset=utf-8

                <p>Grüße</p>
                --inner--
                --=outer
                Content-Disposition: attachment; filename=x

                ascii
                --=outer--
                """);

        assertThat(ReadMessage.of(Wire.bytes(body, SEVEN_BIT)).contents())
                .containsExactly("Grüße", "<p>Grüße</p>", "ascii");
    }

    @Test
    void signedPartIsLeftAloneAndStaysEightBit() {
        String message =
                "From: a@acme.example\r\nDate: x\r\nMessage-ID: <1@a.example>\r\nContent-Type: multipart/signed; boundary=b\r\n"
                        + "\r\n--b\r\n\r\nGrüße\r\n--b--\r\n";

        WireMessage wire = raw(message).render(SEVEN_BIT, Wire.RECEIVED, Seal.NONE);

        assertThat(wire.eightBit()).isTrue();
        assertThat(new String(WireOctets.kept(wire), StandardCharsets.UTF_8)).endsWith(message);
    }

    @Test
    void utf8HeaderBecomesEncodedWords() {
        RawBody body = raw("From: Zoë Müller <zoe@bücher.example>\r\nSubject: Grüße\r\n aus Köln\r\n\r\nHi\r\n");

        WireMessage wire = body.render(SEVEN_BIT, Wire.RECEIVED, Seal.NONE);
        ReadMessage read = ReadMessage.of(WireOctets.kept(wire));

        assertThat(wire.smtpUtf8()).isFalse();
        assertThat(read.message.getSubject()).isEqualTo("Grüße aus Köln");
        Mailbox from = read.message.getFrom().getFirst();
        assertThat(from.getName()).isEqualTo("Zoë Müller");
        assertThat(from.getAddress()).isEqualTo("zoe@xn--bcher-kva.example");
    }

    @Test
    void utf8BeforeTheAtSignCannotBeConverted() {
        assertThat(raw("From: zoë@acme.example\r\n\r\nHi\r\n")
                        .render(SEVEN_BIT, Wire.RECEIVED, Seal.NONE)
                        .smtpUtf8())
                .isTrue();
    }
}
