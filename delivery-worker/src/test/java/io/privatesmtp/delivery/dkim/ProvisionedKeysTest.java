package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.delivery.HandMovedClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys fetched from a server that has them, has them not, or misbehaves. */
class ProvisionedKeysTest {
    private static final Duration RENEW = Duration.ofMinutes(10);

    private final KeyServer server = new KeyServer();
    private final HandMovedClock clock = new HandMovedClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final AtomicInteger arrivals = new AtomicInteger();
    private final ProvisionedKeys keys = new ProvisionedKeys(
            new KeyCall(server.url(), KeyServer.OPERATOR, Duration.ofSeconds(5)),
            RENEW,
            arrivals::incrementAndGet,
            clock);

    @AfterEach
    void close() {
        keys.close();
        server.close();
    }

    @Test
    void keyIsFetchedOnceAndThenInMemory() {
        server.give("k1", KeyServer.text(TestKeys.pem(TestKeys.RSA)));

        assertThat(keys.key("k1")).isNull();
        await().until(() -> keys.key("k1") != null);

        assertThat(keys.key("k1")).isEqualTo(TestKeys.signing(TestKeys.RSA));
        assertThat(server.calls("k1")).isOne();
        await().untilAsserted(() -> assertThat(arrivals).hasValue(1));
    }

    @Test
    void missingKeyIsAskedForAgainAndArrives() {
        keys.key("k1");
        await().until(() -> server.calls("k1") == 1);
        server.give("k1", KeyServer.text(TestKeys.pem(TestKeys.ED25519)));

        await().until(() -> {
            clock.move(Duration.ofMinutes(1));
            return keys.key("k1") != null;
        });
    }

    @Test
    void keySignsOnWhileTheServiceFailsAndNoMoreWhenItIsGone() {
        server.give("k1", KeyServer.text(TestKeys.pem(TestKeys.RSA)));
        await().until(() -> keys.key("k1") != null);

        server.give("k1", KeyServer.status(503));
        clock.move(RENEW);
        assertThat(keys.key("k1")).isNotNull();
        await().until(() -> server.calls("k1") == 2);
        assertThat(keys.key("k1")).isNotNull();

        server.give("k1", KeyServer.status(404));
        await().until(() -> {
            clock.move(Duration.ofMinutes(1));
            return keys.key("k1") == null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"drip", "huge", "redirect", "nonsense", "401"})
    void badAnswerGivesNoKeyAndTheNextOneDoes(String kind) {
        try (ProvisionedKeys hurried = new ProvisionedKeys(
                new KeyCall(server.url(), KeyServer.OPERATOR, Duration.ofMillis(500)), RENEW, () -> {}, clock)) {
            server.give("elsewhere", KeyServer.text(TestKeys.pem(TestKeys.RSA)));
            server.give("k1", bad(kind));
            hurried.key("k1");
            await().until(() -> server.calls("k1") == 1);

            assertThat(hurried.key("k1")).isNull();
            assertThat(server.calls("elsewhere")).isZero();
        }
        server.give("k1", KeyServer.text(TestKeys.pem(TestKeys.RSA)));
        await().until(() -> {
            clock.move(Duration.ofMinutes(1));
            return keys.key("k1") != null;
        });
    }

    @Test
    void whenTheWorkerStopsNoKeyIsFetchedAnyMoreAndMailThatAsksDoesNotFail() {
        keys.close();

        assertThat(keys.key("k1")).isNull();
        assertThat(server.calls("k1")).isZero();
    }

    private static KeyServer.Answer bad(String kind) {
        return switch (kind) {
            case "drip" ->
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('-');
                    exchange.getResponseBody().flush();
                };
            case "huge" -> KeyServer.text(" ".repeat(20_000) + TestKeys.pem(TestKeys.RSA));
            case "redirect" -> KeyServer.status(302);
            case "nonsense" -> KeyServer.text("hello");
            default -> KeyServer.status(401);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.test", "a.test:8081", "http:///x", "http://me:secret@a.test"})
    void addressThatIsNoneOfAServiceIsRefused(String url) {
        assertThatThrownBy(() -> new KeyCall(URI.create(url), null, Duration.ofSeconds(1)))
                .hasMessageContaining("psr.dkim.keys-url")
                .hasMessageContaining("must be http://host:port or https://host:port")
                .hasMessageNotContaining("secret");
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
