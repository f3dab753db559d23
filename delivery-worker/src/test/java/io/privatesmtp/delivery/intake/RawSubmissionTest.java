package io.privatesmtp.delivery.intake;

import static io.privatesmtp.delivery.intake.Submissions.NOW;
import static io.privatesmtp.delivery.intake.Submissions.SMALL;
import static io.privatesmtp.delivery.intake.Submissions.accepted;
import static io.privatesmtp.delivery.intake.Submissions.bare;
import static io.privatesmtp.delivery.intake.Submissions.raw;
import static io.privatesmtp.delivery.intake.Submissions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawSubmissionTest {
    @Test
    void headersAreTheEnvelope() {
        Mail mail = accepted(raw(
                        SMALL,
                        "rcpt-to: Zoë@bücher.example",
                        "message-id: 01JD",
                        "account: acme",
                        "priority: bulk",
                        "on-failure: dsn",
                        "x-unknown: ignored"))
                .mail();

        assertThat(mail.messageId()).isEqualTo("01JD");
        assertThat(mail.claimedAccount()).isEqualTo("acme");
        assertThat(mail.sender()).isEqualTo("ann@acme.example");
        assertThat(mail.senderDomain()).isEqualTo("acme.example");
        assertThat(mail.fromDomain()).isEqualTo("acme.example");
        assertThat(mail.recipients())
                .containsExactly(
                        new Recipient(0, "bob@example.net", "example.net"),
                        new Recipient(1, "Zoë@bücher.example", "xn--bcher-kva.example"));
        assertThat(mail.priority()).isEqualTo(Priority.BULK);
        assertThat(mail.onFailure()).isEqualTo(OnFailure.DSN);
        assertThat(mail.queuedAt()).isEqualTo(NOW);
        assertThat(mail.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(5)));
    }

    @Test
    void contentTypeMayHaveParametersAndAnyCase() {
        Incoming record = new Incoming(
                "mail.outbound",
                0,
                1,
                NOW.toEpochMilli(),
                null,
                SMALL.getBytes(),
                List.of(
                        Submissions.header("Content-Type: Message/RFC822 ; charset=utf-8"),
                        Submissions.header("Mail-From: ann@acme.example"),
                        Submissions.header("Rcpt-To: bob@example.net")));

        assertThat(accepted(record).mail().messageId()).isEqualTo("mail.outbound-0-1");
    }

    @Test
    void nullSenderTakesItsDomainFromTheHeader() {
        Mail mail = accepted(bare("mail.outbound", SMALL, "mail-from: ", "rcpt-to: bob@example.net"))
                .mail();

        assertThat(mail.sender()).isEmpty();
        assertThat(mail.senderDomain()).isEqualTo("acme.example");
    }

    @Test
    void withoutMailFromItIsRefusedWithItsRecipients() {
        Parsed.Refused refused = refused(bare("mail.outbound", SMALL, "rcpt-to: bob@example.net", "message-id: m1"));

        assertThat(refused.code()).isEqualTo(ErrorCode.SCHEMA);
        assertThat(refused.sentence()).contains("header mail-from", "required");
        assertThat(refused.messageId()).isEqualTo("m1");
        assertThat(refused.recipients()).containsExactly(new Parsed.Named(0, "bob@example.net"));
    }

    @Test
    void withoutRecipientItIsRefused() {
        assertThat(refused(bare("mail.outbound", SMALL, "mail-from: ann@acme.example"))
                        .code())
                .isEqualTo(ErrorCode.NO_RECIPIENTS);
    }

    @Test
    void envelopeHeaderThatStandsTwiceIsRefused() {
        assertThat(refused(raw(SMALL, "mail-from: eve@evil.example")).sentence())
                .isEqualTo("header mail-from: must stand once");
    }

    @Test
    void moreThanAThousandRecipientsAreTooMany() {
        String[] many = new String[1_000];
        java.util.Arrays.setAll(many, i -> "rcpt-to: r" + i + "@example.net");

        Parsed.Refused refused = refused(raw(SMALL, many));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refused.recipients()).hasSize(1_001);
    }

    @Test
    void messageOverTheLimitIsRefused() {
        Incoming record = raw(SMALL + "x".repeat(200));
        SubmissionParser parser = new SubmissionParser(
                new Limits(200, Duration.ofDays(5), Duration.ofHours(72)), java.time.Clock.systemUTC());

        Parsed.Refused refused = (Parsed.Refused) parser.parse(record);

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refused.sentence()).contains("value", "200");
    }

    @Test
    void tombstoneIsRefused() {
        Incoming record = new Incoming("mail.outbound", 0, 1, 0, null, null, List.of());

        assertThat(refused(record).code()).isEqualTo(ErrorCode.SCHEMA);
    }

    @Test
    void timesAreRfc3339() {
        Mail mail = accepted(raw(SMALL, "not-before: 2026-11-24T12:00:00+02:00", "expires-at: 2026-11-25T00:00:00Z"))
                .mail();

        assertThat(mail.notBefore()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(mail.expiresAt()).isEqualTo("2026-11-25T00:00:00Z");
        assertThat(refused(raw(SMALL, "expires-at: tomorrow")).sentence())
                .contains("header expires-at", "\"tomorrow\"", "RFC 3339");
    }

    @Test
    void timeOutOfRangeIsABadTime() {
        assertThat(refused(raw(SMALL, "not-before: 2026-11-28T00:00:00Z")).code())
                .isEqualTo(ErrorCode.BAD_TIME);
        assertThat(refused(raw(SMALL, "expires-at: 2026-11-24T08:00:00Z")).code())
                .isEqualTo(ErrorCode.BAD_TIME);
        assertThat(accepted(raw(SMALL, "expires-at: 2027-11-24T08:00:00Z"))
                        .mail()
                        .expiresAt())
                .isEqualTo(NOW.plus(Duration.ofDays(5)));
    }

    @Test
    void tenantTopicDecidesTheAccount() {
        Incoming own = bare("mail.outbound.acme", SMALL, "mail-from: a@acme.example", "rcpt-to: b@example.net");
        Incoming other = bare(
                "mail.outbound.acme", SMALL, "mail-from: a@acme.example", "rcpt-to: b@example.net", "account: globex");

        assertThat(accepted(own).mail().claimedAccount()).isEqualTo("acme");
        Parsed.Refused refused = refused(other);
        assertThat(refused.code()).isEqualTo(ErrorCode.ACCOUNT_MISMATCH);
        assertThat(refused.account()).isEqualTo("acme");
    }

    @Test
    void bulkTopicIsBulk() {
        Incoming record = bare("mail.bulk", SMALL, "mail-from: a@acme.example", "rcpt-to: b@example.net");

        assertThat(accepted(record).mail().priority()).isEqualTo(Priority.BULK);
    }

    @Test
    void impossibleRecordTimeIsReplacedByNow() {
        Incoming record = raw(SMALL);
        Incoming seconds =
                new Incoming(record.topic(), 0, 1, NOW.getEpochSecond(), null, record.value(), record.headers());

        assertThat(accepted(seconds).mail().queuedAt()).isEqualTo(NOW);
    }
}
