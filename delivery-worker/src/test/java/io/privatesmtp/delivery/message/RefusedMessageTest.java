package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedMessageTest {
    @Test
    void textWithoutHeaderIsNoMessage() {
        refused(ErrorCode.BAD_MESSAGE, "", "header section");
        refused(ErrorCode.BAD_MESSAGE, "\r\nHello.\r\n", "header section");
        refused(ErrorCode.BAD_MESSAGE, "Hello Bob, how are you?\r\n", "\"Hello Bob, how are you?\"");
    }

    @Test
    void lineInTheHeaderThatIsNoFieldIsNamed() {
        refused(
                ErrorCode.BAD_MESSAGE,
                "From: a@b.example\r\nno field\r\nTo: c@d.example\r\n\r\n",
                "\"no field\" after 1");
        refused(ErrorCode.BAD_MESSAGE, "From bob Tue Nov 24 08:00:00\r\nFrom: a@b.example\r\n\r\n", "the field name");
        refused(ErrorCode.BAD_MESSAGE, " From: a@b.example\r\n\r\n", "the field name");
        refused(ErrorCode.BAD_MESSAGE, ": a\r\n\r\n", "the field name");
    }

    @Test
    void controlInTheHeaderIsInjection() {
        refused(ErrorCode.HEADER_INJECTION, "Subject: a\rBcc: x@y.example\r\n\r\n", "CR without LF");
        refused(ErrorCode.HEADER_INJECTION, "Subject: a\r\r\n\r\n", "CR without LF");
        refused(ErrorCode.HEADER_INJECTION, "Subject: a\0b\r\n\r\n", "NUL");
    }

    @Test
    void nulInTheBodyIsRefused() {
        refused(ErrorCode.BAD_MESSAGE, "From: a@b.example\r\n\r\na\0b\r\n", "base64");
    }

    @Test
    void fromThatCannotBeTrustedIsRefused() {
        refused(
                ErrorCode.BAD_MESSAGE,
                "From: a@b.example\r\nfrom : c@d.example\r\n\r\n",
                "field From: must stand once");
        refused(ErrorCode.BAD_MESSAGE, "From: a@b.example, c@d.example\r\n\r\n", "one domain");
        refused(ErrorCode.BAD_MESSAGE, "From: a@b..example\r\n\r\n", "field From");
        refused(ErrorCode.BAD_MESSAGE, "From: <a@>\r\n\r\n", "field From");
        for (String hiding : List.of(
                "x@[192.0.2.1] <a@acme.example>",
                "a@[x\\] <a@acme.example>",
                "x@[y] a@acme.example",
                "<a@[192.0.2.1] @acme.example>",
                "x@[192.0.2.1]:a@acme.example;",
                "\"x@[192.0.2.1]\" <a@acme.example>",
                "=?utf-8?q?a=40acme.example?=")) {
            refused(ErrorCode.BAD_MESSAGE, "From: " + hiding + "\r\n\r\n", "field From");
        }
    }

    @Test
    void legacyCharsetInTheHeaderIsRefused() {
        refused(ErrorCode.BAD_MESSAGE, "Subject: Gr\u00fc\u00dfe\r\n\r\n", "field Subject: must be UTF-8");
    }

    @Test
    void messageThatPassedFiftyHostsIsALoop() {
        refused(ErrorCode.LOOP, "Received: by x; y\r\n".repeat(50) + "From: a@b.example\r\n\r\n", "has 50");
    }

    @Test
    void lineThatNobodyMayEncodeIsRefused() {
        String line = "x".repeat(999) + "\r\n";
        refused(ErrorCode.BAD_MESSAGE, "Subject: " + line + "\r\n", "field Subject");
        refused(
                ErrorCode.BAD_MESSAGE,
                "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n" + line + "--b--\r\n",
                "signed");
        refused(
                ErrorCode.BAD_MESSAGE,
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + line + "--b\r\n\r\nx\r\n--b--\r\n",
                "preamble");
    }

    private static void refused(ErrorCode code, String message, String words) {
        ContractViolation violation = catchThrowableOfType(
                ContractViolation.class, () -> Wire.raw(message.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(violation).as(message).isNotNull().hasMessageContaining(words);
        assertThat(violation.code()).isEqualTo(code);
    }
}
