package io.privatesmtp.delivery.intake;

import static io.privatesmtp.delivery.intake.Submissions.accepted;
import static io.privatesmtp.delivery.intake.Submissions.json;
import static io.privatesmtp.delivery.intake.Submissions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.delivery.message.Mail;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSubmissionTest {
    @Test
    void submissionBecomesAMail() {
        Mail mail = accepted(json("[\"bob@example.net\"]", """
                , "id": "01JD", "account": "acme", "tags": {"campaign": "november"}, "priority": "bulk", "new": [1]""")).mail();

        assertThat(mail.messageId()).isEqualTo("01JD");
        assertThat(mail.claimedAccount()).isEqualTo("acme");
        assertThat(mail.tags()).isEqualTo(Map.of("campaign", "november"));
        assertThat(mail.fromDomain()).isEqualTo("acme.example");
    }

    @Test
    void oneBadRecipientAmongSeveralStandsApart() {
        Parsed.Accepted accepted = accepted(json("[\"bob@example.net\", \"bob@@\", \"cy@example.org\"]", ""));

        assertThat(accepted.mail().recipients()).extracting("index").containsExactly(0, 2);
        assertThat(accepted.bad()).singleElement().satisfies(bad -> {
            assertThat(bad.index()).isEqualTo(1);
            assertThat(bad.code()).isEqualTo(ErrorCode.BAD_ADDRESS);
            assertThat(bad.sentence()).startsWith("envelope.to[1] \"bob@@\": must");
        });
    }

    @Test
    void sameAddressTwiceIsOneRecipient() {
        Parsed.Accepted accepted =
                accepted(json("[\"bob@example.net\", \"Bob@example.net\", \"bob@EXAMPLE.net\"]", ""));

        assertThat(accepted.mail().recipients()).extracting("index").containsExactly(0, 1);
        assertThat(accepted.bad()).isEmpty();
    }

    @Test
    void withoutAGoodRecipientTheRecordIsRefused() {
        Parsed.Refused refused = refused(json("[\"bob\", \"@\"]", ", \"id\": \"x\""));

        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_ADDRESS);
        assertThat(refused.messageId()).isEqualTo("x");
        assertThat(refused.sender()).isEqualTo("ann@acme.example");
        assertThat(refused.recipients()).hasSize(2);
    }

    @Test
    void recipientsAreToldOfARecordThatBreaksOffInTheMiddle() {
        Parsed.Refused refused = refused(json("""
                {"id": "x", "envelope": {"from": "a@b.example", "to": ["c@d.example", "e@f.example"]}, "content": {"""));

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_JSON);
        assertThat(refused.sentence()).contains("message/rfc822");
        assertThat(refused.recipients())
                .containsExactly(new Parsed.Named(0, "c@d.example"), new Parsed.Named(1, "e@f.example"));
    }

    @Test
    void accountOfTheHeaderMustAgree() {
        Incoming record = json("[\"bob@example.net\"]", ", \"account\": \"acme\"");
        Incoming other = Submissions.on(
                record.topic(), record.value(), java.util.List.of(Submissions.header("account: globex")));

        assertThat(refused(other).code()).isEqualTo(ErrorCode.ACCOUNT_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                     | not-json",
                "nonsense                               | not-json",
                "{}                                     | schema",
                "{\"envelope\": 1}                      | schema",
                "{\"envelope\": {\"to\": [\"a@b.c\"]}}  | schema",
                "{\"envelope\": {\"from\": \"\"}}       | no-recipients",
                "{\"id\": \"a b\"}                      | schema",
                "{\"id\": 5}                            | schema",
                "{\"account\": \"Acme!\"}               | schema",
                "{\"notBefore\": \"soon\"}              | schema",
                "{\"priority\": \"urgent\"}             | schema",
            })
    void whatIsNoSubmissionIsRefused(String value, String code) {
        Parsed.Refused refused = refused(json(value));

        // An array is JSON, but no submission.
        assertThat(refused.code().code()).isEqualTo(value.equals("[]") ? "schema" : code);
        assertThat(refused.sentence()).isNotBlank().doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"subject\": \"a\\r\\nBcc: x@y.example\"              | header-injection | content.subject",
                "\"subject\": \"a\\u0000\"                             | header-injection | content.subject",
                "\"headers\": {\"X-A\": \"a\\nB: c\"}                  | header-injection | content.headers.X-A",
                "\"headers\": {\"X\\r\\nB\": \"a\"}                    | header-injection | content.headers",
                "\"headers\": {\"X A\": \"a\"}                         | schema           | content.headers",
                "\"headers\": {\"bcc\": \"a@b.example\"}               | schema           | content.headers.bcc",
                "\"headers\": {\"Content-Type\": \"text/html\"}        | schema           | content.headers.Content-Type",
                "\"to\": [\"Bob\\r\\n <b@c.example>\"]                 | header-injection | content.to",
                "\"to\": [\"nobody\"]                                  | bad-address      | content.to",
                "\"from\": \"nobody\"                                  | bad-address      | content.from",
                "\"from\": \"a@b.example, c@d.example\"                | bad-address      | content.from",
                "\"attachments\": [{\"data\": \"AA==\", \"filename\": \"a\\nb\"}]        | header-injection | filename",
                "\"attachments\": [{\"data\": \"AA==\", \"contentType\": \"a/b\\r\\nX: y\"}] | header-injection | contentType",
                "\"attachments\": [{\"data\": \"AA==\", \"contentType\": \"pdf\"}]       | schema           | contentType",
                "\"attachments\": [{\"data\": \"AA==\", \"contentId\": \"a>b\"}]         | schema           | contentId",
                "\"attachments\": [{\"filename\": \"a\"}]              | schema           | content.attachments.data",
                "\"attachments\": [null] | schema | content.attachments[0]",
                "\"headers\": {\"X-A\": null} | schema | content.headers.X-A",
                "\"subject\": \"half a \\ud83d\"                     | schema           | content.subject",
                "\"html\": \"<p>\\udce7</p>\"                       | schema           | content.html",
            })
    void contentThatWouldForgeTheMessageIsRefused(String member, String code, String field) {
        String content = member.startsWith("\"from\"") ? member : "\"from\": \"ann@acme.example\", " + member;

        Parsed.Refused refused = refused(json("""
                {"envelope": {"from": "", "to": ["bob@example.net"]}, "content": {"text": "x", %s}}
                """.formatted(content)));

        assertThat(refused.code().code()).isEqualTo(code);
        assertThat(refused.sentence()).contains(field);
        assertThat(refused.recipients()).containsExactly(new Parsed.Named(0, "bob@example.net"));
    }
}
