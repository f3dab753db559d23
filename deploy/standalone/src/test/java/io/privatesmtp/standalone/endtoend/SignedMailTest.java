package io.privatesmtp.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.system.ServiceProcesses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key from REST to the signature that a receiver verifies, with Apache jDKIM as the receiver. */
class SignedMailTest {
    private static final String ACCOUNT = "signer";
    private static final String DOMAIN = "signed.test";
    private static final String ADDRESS = "127.0.0.51";
    private static final String SENDER = "news@" + DOMAIN;
    private static final String RECIPIENT = "signed@" + Receivers.DOMAINS.getFirst();

    @Test
    void mailIsSignedWithTheKeyThatProvisioningMadeForItsDomain(@TempDir Path folder) throws Exception {
        try (var receivers = new Receivers();
                var services = ServiceProcesses.start(folder, settings(receivers));
                var producer = new Submissions(KafkaResource.bootstrapServers())) {
            // given a domain whose rule names a key that nobody but provisioning-service has
            var operator = new Operator(services.home());
            operator.openAccount(ACCOUNT, ADDRESS);
            var key = operator.makeKey(ACCOUNT, DOMAIN);
            operator.approve(operator.request(ACCOUNT, DOMAIN, ADDRESS, key));
            operator.awaitRule(DOMAIN);
            assertThat(services.home().environment()).doesNotContainKey("PSR_DKIM_KEYS_DIR");

            // when
            producer.submit(Letters.json("signed", ACCOUNT, SENDER, List.of(RECIPIENT)));

            // then
            var bus = new Bus(KafkaResource.bootstrapServers());
            assertThat(bus.awaitTerminalEvents(List.of(RECIPIENT)).get(RECIPIENT))
                    .singleElement()
                    .isInstanceOf(MailEvent.Delivered.class);
            var arrived = receivers.received().stream()
                    .filter(message -> message.from().equals(SENDER))
                    .toList();
            assertThat(arrived).hasSize(1);
            assertThat(verified(arrived.getFirst().content(), Map.of(key.recordName(), key.recordValue())))
                    .containsExactly(key.selector() + " of " + DOMAIN);
        }
    }

    private static Map<String, String> settings(Receivers receivers) {
        var settings = new HashMap<>(receivers.environment());
        settings.put("PSR_TOPICS_PARTITIONS", "6");
        return settings;
    }

    /** The selectors of the signatures that verify, each with its domain. */
    private static List<String> verified(byte[] message, Map<String, String> published)
            throws IOException, FailException {
        var verifier = new DKIMVerifier((method, selector, domain) -> {
            var text = published.get(selector + "._domainkey." + domain);
            return text == null ? List.of() : List.of(text);
        });
        var signatures = verifier.verify(new ByteArrayInputStream(message));
        return signatures == null
                ? List.of()
                : signatures.stream()
                        .map(signature -> signature.getSelector() + " of " + signature.getDToken())
                        .toList();
    }
}
