package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The one trace field (RFC 5321 section 4.4). */
class ReceivedFieldTest {
    private final ReceivedField field =
            new ReceivedField(Clock.fixed(Instant.parse("2026-11-25T08:00:00Z"), ZoneOffset.UTC));

    @Test
    void saysOurNameAReferenceAndTheTimeAndNothingElse() {
        assertThat(field.of("out.acme.test", new Origin("mail.outbound.acme", 3, 40)))
                .matches("Received: by out\\.acme\\.test id [0-9a-z.-]+;\r\n\tWed, 25 Nov 2026 08:00:00 \\+0000")
                .doesNotContain("mail.outbound", "from");
    }

    @Test
    void referenceIsTheMessagesOwn() {
        String one = field.of("out.acme.test", new Origin("mail.outbound", 3, 40));

        assertThat(field.of("out.acme.test", new Origin("mail.outbound", 3, 40)))
                .isEqualTo(one);
        assertThat(field.of("out.acme.test", new Origin("mail.outbound", 3, 41)))
                .isNotEqualTo(one);
        assertThat(field.of("out.acme.test", new Origin("mail.bulk", 3, 40))).isNotEqualTo(one);
    }
}
