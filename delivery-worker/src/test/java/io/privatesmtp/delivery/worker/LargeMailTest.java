package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Large mail that there is no memory for does not hold up the mail behind it in its partition. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = CrampedInternet.class, restrictToAnnotatedClass = true)
class LargeMailTest {
    private static final int LARGE = 5;
    private static final String BODY = ("x".repeat(70) + "\r\n").repeat(35_000);

    private final String id = UUID.randomUUID().toString();

    @Test
    void smallMailPassesAndTheLargeArrivesWhole() throws Exception {
        try (Bus bus = new Bus()) {
            bus.table(
                    Topics.SOURCES,
                    "127.0.0.10",
                    new SourceAddress(
                            "127.0.0.10",
                            SourceKind.SHARED,
                            null,
                            "mail.test",
                            null,
                            SourceState.ACTIVE,
                            null,
                            null,
                            1));
            for (int i = 0; i < LARGE; i++) {
                submit(bus, "large" + i, "looking.test", BODY);
            }
            for (int i = 0; i < 20; i++) {
                submit(bus, "small" + i, "prompt.test", "hello\r\n");
            }

            CrampedInternet.prompt.awaitReceived(20, Duration.ofSeconds(60));
            assertThat(CrampedInternet.looking.openConnections())
                    .as("large messages in memory at once")
                    .isEqualTo(1);
            CrampedInternet.looked.countDown();

            List<Received> large = CrampedInternet.looking.awaitReceived(LARGE, Duration.ofSeconds(60));
            assertThat(large)
                    .allSatisfy(r -> assertThat(r.bodyChecksum()).isEqualTo(Received.bodyChecksum(bytes(BODY))));
            for (int i = 0; i < LARGE; i++) {
                List<MailEvent> events = bus.awaitEvents(id + "large" + i, e -> !e.isEmpty());
                assertThat(events).singleElement().isInstanceOf(MailEvent.Delivered.class);
                assertThat(events.getFirst().message().attempt()).isEqualTo(1);
            }
        }
    }

    private void submit(Bus bus, String name, String domain, String body) {
        String message = "From: a@free.test\r\nSubject: x\r\n\r\n" + body;
        bus.raw(id + name, null, "a@free.test", List.of(name + "@" + domain), message);
    }

    private static byte[] bytes(String text) {
        return Bus.bytes(text);
    }
}
