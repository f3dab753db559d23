package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.delivery.dkim.TestKeys;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail of a domain whose rule names a key, from the bus to a receiving host. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = MountedKeys.class, restrictToAnnotatedClass = true)
class SignedMailTest {
    @Inject
    MeterRegistry metrics;

    private SigningAccount account;

    @BeforeEach
    void rules() {
        account = new SigningAccount("signing", "127.0.0.14")
                .rule("signed.test", "signed-s1")
                .rule("late.test", "late-s1")
                .settled();
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void arrivesWithASignatureThatItsReceiverVerifies() {
        account.send("signed.test");

        account.awaitDeliveredWithASignature("signed.test");
    }

    @Test
    void waitsForItsKeyAndIsSignedWithItThen() {
        account.send("late.test");
        account.awaitHeldForItsKey();

        TestKeys.write(MountedKeys.FOLDER, "late-s1", TestKeys.RSA);

        account.awaitDeliveredWithASignature("late.test");
    }

    /** As large as a message may be by default: 25 MiB, one line of it 990 octets, some beginning with dots. */
    @Test
    void largestMessageArrivesIntactAndVerifies() {
        String start =
                "From: a@signed.test\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@signed.test>\r\n\r\n"
                        + "x".repeat(990) + "\r\n";
        String line = "..0123456789 the quick brown fox jumps over the lazy dog\r\n";
        String message = start + line.repeat((25 * 1024 * 1024 - start.length()) / line.length());

        double signatures = signatures();

        account.send("signed.test", message);

        byte[] content = account.awaitDeliveredWithASignature("signed.test");
        byte[] sent = message.getBytes(StandardCharsets.US_ASCII);
        assertThat(Arrays.equals(content, content.length - sent.length, content.length, sent, 0, sent.length))
                .isTrue();
        // made once, ahead, for whatever server it meets
        assertThat(signatures() - signatures).isEqualTo(1);
    }

    private double signatures() {
        return metrics.counter("psr.dkim.signed").count();
    }
}
