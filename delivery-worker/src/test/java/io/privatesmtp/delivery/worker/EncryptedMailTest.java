package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.TlsFacts;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as destinations have it and the policy demands it (RFC 3207). */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = TlsInternet.class, restrictToAnnotatedClass = true)
class EncryptedMailTest {
    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void source() {
        new Provider(bus).shared();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @CsvSource({
        "may.sealed.test, false, may",
        "encrypt.sealed.test, false, encrypt",
        "verify.known.test, true, verify",
        "dane.test, true, dane",
    })
    void mailIsEncryptedAndTheEventSaysHow(String domain, boolean verified, String policy) {
        MailEvent event = sent("ann@" + domain);

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        TlsFacts tls = event.dialogue().tls();
        assertThat(tls.protocol()).isEqualTo("TLSv1.3");
        assertThat(tls.cipher()).startsWith("TLS_");
        assertThat(tls.verified()).isEqualTo(verified);
        assertThat(tls.policy()).isEqualTo(policy);
        assertThat(TlsInternet.protocols("ann@" + domain)).containsExactly("TLSv1.3");
    }

    @Test
    void mailThatNeedNotBeEncryptedIsNotHeldUpByBrokenTls() {
        MailEvent event = sent("ann@may.broken.test");

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.message().attempt()).isEqualTo(1);
        assertThat(event.dialogue().tls()).isNull();
    }

    /** RFC 3207 section 4: a refusal for want of the TLS that failed a moment ago is not the last word, and TLS is tried again. */
    @Test
    void aServerThatInsistsOnTlsIsAskedUnderTlsAgainWhenItFailedOnce() {
        sent("ann@may.flaky.test");

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events.getFirst()).isInstanceOf(MailEvent.Deferred.class);
        assertThat(events.getFirst().dialogue().reply().code()).isEqualTo(530);
        assertThat(events.getLast()).isInstanceOf(MailEvent.Delivered.class);
        assertThat(events.getLast().dialogue().tls().protocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void tlsIsNotTouchedWhereItIsSwitchedOff() {
        assertThat(sent("ann@none.sealed.test").dialogue().tls()).isNull();
        assertThat(TlsInternet.protocols("ann@none.sealed.test")).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
        "encrypt.plain.test, TLS is required",
        "verify.plain.test, TLS is required",
        "encrypt.broken.test, the TLS handshake failed",
        "verify.sealed.test, the TLS handshake failed",
        "verify.misnamed.test, the TLS handshake failed",
        "forged.test, matches none of the 1 TLSA records",
    })
    void mailThatMustBeEncryptedWaitsWhereItCannotBe(String domain, String sentence) {
        MailEvent event = sent("ann@" + domain);

        assertThat(event).isInstanceOf(MailEvent.Deferred.class);
        assertThat(((MailEvent.Deferred) event).category()).isEqualTo(Category.REMOTE_SYSTEM);
        assertThat(event.dialogue().reply().stage()).isEqualTo(Stage.STARTTLS);
        assertThat(event.dialogue().reply().text()).contains(sentence);
        assertThat(TlsInternet.protocols("ann@" + domain)).isEmpty();
    }

    @Test
    void theNextHostIsAskedWhereTheFirstHasNotTheEncryptionThatIsDemanded() {
        MailEvent event = sent("ann@encrypt.second.test");

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.message().attempt()).isEqualTo(1);
        assertThat(event.dialogue().mx().host()).isEqualTo("mx.sealed.test");
        assertThat(event.dialogue().tls().policy()).isEqualTo("encrypt");
    }

    /** RFC 8461: the domain serves a policy that names hosts under mx.test only. */
    @Test
    void mailGoesToTheHostThatTheDomainsPolicyNamesWithItsCertificateChecked() {
        MailEvent event = sent("ann@mx.test");

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.dialogue().mx().host()).isEqualTo("known.mx.test");
        assertThat(event.dialogue().tls().policy()).isEqualTo("verify");
        assertThat(event.dialogue().tls().verified()).isTrue();
    }

    private MailEvent sent(String recipient) {
        bus.raw(
                id,
                null,
                "news@nobody.test",
                List.of(recipient),
                "From: news@nobody.test\r\nSubject: x\r\n\r\nhello\r\n");
        return bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();
    }
}
