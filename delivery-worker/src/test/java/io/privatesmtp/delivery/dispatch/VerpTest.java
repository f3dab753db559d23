package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Return paths that name the recipient. */
class VerpTest {
    private static final String STANDARD = "{local}+{recipient}@{domain}";
    private static final String LONG = "a".repeat(40);

    @ParameterizedTest
    @CsvSource({
        "news@acme.test,  ann@rcpt.test,        news+ann=rcpt.test@acme.test",
        "news+x@acme.test, a.n+n=x@rcpt.test,   news+x+a.n+n=x=rcpt.test@acme.test",
        "news@acme.test,  jürgen@rcpt.test,     news+jürgen=rcpt.test@acme.test",
        "{recipient}@acme.test, ann@rcpt.test,  {recipient}+ann=rcpt.test@acme.test",
        "$1@acme.test,    ann@rcpt.test,        $1+ann=rcpt.test@acme.test",
    })
    void returnPathNamesTheRecipient(String sender, String recipient, String path) {
        assertThat(verp(STANDARD, "*").returnPath(mail(sender, "acme.test"), to(recipient)))
                .isEqualTo(path);
    }

    @Test
    void returnPathMayLeadToAnotherDomain() {
        var verp = verp("bounce-{recipient}@returns.test", "acme.test");

        assertThat(verp.returnPath(mail("news@acme.test", "acme.test"), to("ann@rcpt.test")))
                .isEqualTo("bounce-ann=rcpt.test@returns.test");
    }

    @Test
    void onlyTheDomainsThatAreNamedGetThem() {
        var verp = verp(STANDARD, "ACME.test");

        assertThat(verp.covers(mail("news@acme.test", "acme.test"))).isTrue();
        assertThat(verp.covers(mail("news@other.test", "other.test"))).isFalse();
        assertThat(verp.returnPath(mail("news@other.test", "other.test"), to("ann@rcpt.test")))
                .isEqualTo("news@other.test");
    }

    @Test
    void nullSenderStaysNull() {
        var report = mail("", "acme.test");

        assertThat(verp(STANDARD, "*").covers(report)).isFalse();
        assertThat(verp(STANDARD, "*").returnPath(report, to("ann@rcpt.test"))).isEmpty();
    }

    @Test
    void returnPathThatWouldBeNoAddressStaysAsSubmitted() {
        var verp = verp(STANDARD, "*");

        for (String recipient : List.of(LONG + "@rcpt.test", "\"a b\"@rcpt.test")) {
            assertThat(verp.returnPath(mail(LONG + "@acme.test", "acme.test"), to(recipient)))
                    .isEqualTo(LONG + "@acme.test");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{local}@{domain},              must hold {recipient}",
        "{local}+{rcpt}@{domain},       {rcpt} is not known",
        "{local}+{recipient},           would make news+ann=example.net",
        "{local} {recipient}@{domain},  would make",
    })
    void formatThatCannotWorkIsRefusedAtStart(String format, String rule) {
        assertThatThrownBy(() -> verp(format, "*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("psr.verp.format \"" + format + "\"")
                .hasMessageContaining(rule);
    }

    @Test
    void domainThatIsNoneIsRefusedAtStart() {
        assertThatThrownBy(() -> verp(STANDARD, "acme..test")).hasMessageContaining("psr.verp.domains \"acme..test\"");
    }

    private static Verp verp(String format, String... domains) {
        return new Verp(new VerpSettings() {
            @Override
            public Optional<List<String>> domains() {
                return Optional.of(List.of(domains));
            }

            @Override
            public String format() {
                return format;
            }
        });
    }

    private static Recipient to(String address) {
        return new Recipient(0, address, address.substring(address.lastIndexOf('@') + 1));
    }

    private static Mail mail(String sender, String domain) {
        byte[] message = "From: a@acme.test\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
        return new Mail(
                new Origin("mail.outbound", 0, 1),
                "1",
                null,
                sender,
                domain,
                domain,
                List.of(),
                RawBody.read(message, Instant.EPOCH, "seed", null),
                Instant.EPOCH,
                null,
                Instant.MAX,
                Priority.BULK,
                null,
                Map.of());
    }
}
