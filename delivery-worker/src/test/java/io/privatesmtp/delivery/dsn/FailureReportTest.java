package io.privatesmtp.delivery.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.bus.event.MxHost;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.Bounce;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureReportTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Origin ORIGIN = new Origin("mail.outbound", 3, 17);
    private static final FailureReport REPORT = new FailureReport(
            new Postmaster.Identity("Mail Delivery System", "mailer-daemon", "out.provider.test"), "dsn-x");

    @Test
    void tellsPeopleAndProgramsWhoFailedAndWhy() {
        Multipart parts = parts(report(
                "Grüße",
                List.of(
                        bounce(
                                0,
                                "bob@example.net",
                                550,
                                "5.1.1 No such user\n5.1.1 really",
                                Category.RECIPIENT_INVALID),
                        bounce(4, "eve@example.net", 554, "go away", Category.POLICY))));

        assertThat(text(parts, 0))
                .contains("these 2 recipients")
                .contains("<bob@example.net>")
                .contains("mx.example.net said: 550 5.1.1 No such user 5.1.1 really");
        assertThat(parts.getBodyParts().get(1).getMimeType()).isEqualTo("message/delivery-status");
        assertThat(status(parts))
                .contains("Reporting-MTA: dns; out.provider.test\r\n")
                .contains("Original-Envelope-Id: m-1\r\n")
                .contains(
                        "Final-Recipient: rfc822; bob@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                                + "Remote-MTA: dns; mx.example.net\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user 5.1.1 really\r\n")
                .contains("Final-Recipient: rfc822; eve@example.net\r\nAction: failed\r\nStatus: 5.0.0\r\n");
    }

    @Test
    void bearsTheHeaderOfTheMessageAndNothingElseOfIt() {
        Multipart parts =
                parts(report("Grüße", List.of(bounce(0, "bob@example.net", 550, "no", Category.RECIPIENT_INVALID))));

        assertThat(parts.getBodyParts().get(2).getMimeType()).isEqualTo("text/rfc822-headers");
        assertThat(text(parts, 2))
                .contains("Subject: Grüße\r\n")
                .doesNotContain("Bcc")
                .doesNotContain("secret body");
    }

    @Test
    void isMarkedSoThatNobodyAnswersIt() {
        Message message =
                read(report("x", List.of(bounce(0, "bob@example.net", 550, "no", Category.RECIPIENT_INVALID))));

        assertThat(message.getHeader().getField("Auto-Submitted").getBody()).isEqualTo("auto-replied");
        assertThat(message.getFrom().get(0).getAddress()).isEqualTo("mailer-daemon@out.provider.test");
        assertThat(message.getTo().get(0)).hasToString("ann@acme.test");
        assertThat(message.getMimeType()).isEqualTo("multipart/report");
    }

    @Test
    void anAddressBeyondAsciiIsEscaped() {
        Multipart parts =
                parts(report("x", List.of(bounce(0, "jörg+x@example.net", 550, "no", Category.RECIPIENT_INVALID))));

        assertThat(status(parts)).contains("Final-Recipient: utf-8; j\\x{F6}rg\\x{2B}x@example.net\r\n");
    }

    @Test
    void aLongHeaderIsReturnedInPart() {
        String fields = "x" + ("\r\nX-Long: " + "y".repeat(90)).repeat(1_000);
        Multipart parts =
                parts(report(fields, List.of(bounce(0, "bob@example.net", 550, "no", Category.RECIPIENT_INVALID))));

        assertThat(text(parts, 2)).hasSizeBetween(32_000, 32 * 1024).endsWith("yy\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailer-daemon@provider.test",
                "<mailer-daemon@provider.test>",
                "Mail Delivery System <mailer-daemon@Provider.test>"
            })
    void fromIsAnAddressOrANameWithOne(String from) {
        assertThat(new Postmaster(Optional.of(from)).identity(List.of()))
                .isEqualTo(new Postmaster.Identity("Mail Delivery System", "mailer-daemon", "provider.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daemon", "daemon@[127.0.0.1]", "A <a@b.test", "A\r\nBcc: x <a@b.test>", "a@b@c.test"})
    void anotherFromIsRefusedAtTheStart(String from) {
        assertThatThrownBy(() -> new Postmaster(Optional.of(from))).hasMessageContaining("psr.dsn.from");
    }

    @Property(tries = 200)
    void whateverAServerSaysTheReportStaysWellFormed(@ForAll @StringLength(max = 2_000) String said) {
        byte[] report = report("x", List.of(bounce(0, "bob@example.net", 550, said, Category.UNKNOWN)));
        Multipart parts = parts(report);

        assertThat(parts.getBodyParts()).hasSize(3);
        assertThat(status(parts).lines().filter(line -> line.startsWith("Diagnostic-Code: smtp; 550")))
                .hasSize(1);
        assertThat(new String(report, StandardCharsets.ISO_8859_1))
                .matches(text -> text.chars().allMatch(c -> c < 0x80))
                .matches(text -> text.lines().allMatch(line -> line.length() <= 998));
    }

    private static byte[] report(String subject, List<Bounce> bounces) {
        byte[] bytes = ("From: ann@acme.test\r\nBcc: hidden@acme.test\r\nSubject: " + subject
                        + "\r\n\r\nsecret body\r\n")
                .getBytes(StandardCharsets.UTF_8);
        Mail mail = new Mail(
                ORIGIN,
                "m-1",
                "acme",
                "ann@acme.test",
                "acme.test",
                "acme.test",
                List.of(),
                RawBody.read(bytes, NOW, "seed", "acme.test"),
                NOW,
                null,
                NOW.plusSeconds(60),
                Priority.TRANSACTIONAL,
                null,
                Map.of());
        return REPORT.of(mail, bounces, NOW);
    }

    private static Bounce bounce(int index, String to, int code, String text, Category category) {
        SmtpReply reply = new SmtpReply(Stage.RCPT_TO, code, EnhancedStatus.leading(text), text);
        DialogueFacts dialogue = new DialogueFacts(
                null, null, null, null, new MxHost("mx.example.net", "192.0.2.1", 25), null, null, reply, 5L);
        MessageFacts facts =
                new MessageFacts("m-1", "acme", 1, "ann@acme.test", "acme.test", to, "example.net", NOW, ORIGIN, null);
        return new Bounce(
                new Recipient(index, to, "example.net"),
                new MailEvent.Bounced(facts, dialogue, NOW, category, category.action(), null));
    }

    private static Message read(byte[] report) {
        try {
            return Message.Builder.of(new ByteArrayInputStream(report)).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Multipart parts(byte[] report) {
        return (Multipart) read(report).getBody();
    }

    private static String text(Multipart parts, int part) {
        return decoded(parts.getBodyParts().get(part));
    }

    private static String status(Multipart parts) {
        return decoded(parts.getBodyParts().get(1));
    }

    private static String decoded(Entity part) {
        try (var out = new ByteArrayOutputStream()) {
            ((SingleBody) part.getBody()).writeTo(out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
