package io.privatesmtp.delivery.worker;

import io.privatesmtp.delivery.dkim.KeyServer;
import io.privatesmtp.delivery.dkim.TestKeys;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail of a domain whose rule names a key that provisioning-service has. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = ProvisionedKey.class, restrictToAnnotatedClass = true)
class FetchedKeyTest {
    private SigningAccount account;

    @BeforeEach
    void rules() {
        account = new SigningAccount("fetching", "127.0.0.15")
                .rule("fetched.test", "fetched-key")
                .rule("late-fetched.test", "late-key")
                .settled();
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void arrivesWithASignatureThatItsReceiverVerifies() {
        ProvisionedKey.server.give("fetched-key", KeyServer.text(TestKeys.pem(TestKeys.RSA)));

        account.send("fetched.test");

        account.awaitDeliveredWithASignature("fetched.test");
    }

    @Test
    void waitsForItsKeyAndIsSignedWithItThen() {
        account.send("late-fetched.test");
        account.awaitHeldForItsKey();

        ProvisionedKey.server.give("late-key", KeyServer.text(TestKeys.pem(TestKeys.RSA)));

        account.awaitDeliveredWithASignature("late-fetched.test");
    }
}
