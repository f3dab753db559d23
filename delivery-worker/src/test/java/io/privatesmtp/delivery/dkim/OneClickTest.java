package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Content;
import io.privatesmtp.delivery.message.StructuredBody;
import io.privatesmtp.delivery.message.WireOctets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 8058 section 4: the signature covers both fields, or the receiver must not offer one click. */
class OneClickTest {
    @Test
    void signatureCoversBothFields() {
        Content content = new Content(
                null,
                "news@acme.test",
                null,
                null,
                null,
                "x",
                "text",
                null,
                Map.of(
                        "List-Unsubscribe", "<https://acme.test/u/1>",
                        "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                null);
        var signer = new DkimSigner(List.of(Signed.mark("s1", TestKeys.RSA)), Signed.NOW, Duration.ofDays(7));

        byte[] message = WireOctets.kept(StructuredBody.of(content, Signed.NOW, "seed", "acme.test")
                .render(Signed.SEVEN_BIT, "Received: by mx.acme.test", signer));

        assertThat(verifies(message)).isTrue();
        assertThat(verifies(replaced(message, "acme.test/u/1", "acme.test/u/2")))
                .isFalse();
        assertThat(verifies(replaced(message, "List-Unsubscribe-Post:", "X-List-Unsubscribe-Post:")))
                .isFalse();
    }

    private static boolean verifies(byte[] message) {
        return Jdkim.verifies(message, Signed.published("s1", TestKeys.RSA));
    }

    private static byte[] replaced(byte[] message, String text, String other) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .replace(text, other)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
