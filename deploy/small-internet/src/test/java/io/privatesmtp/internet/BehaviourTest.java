package io.privatesmtp.internet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.internet.Visit.Point;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private static final ReceivingPolicy BY_NAME = new LocalPartPolicy();

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void aClosedHostRefusesConnectionsAndOpensInTime() {
        var policy = Behaviour.closed(Duration.ofMinutes(1), clock());
        assertThat(policy.decide(visit(Point.CONNECT, "")))
                .isInstanceOfSatisfying(
                        Verdict.Reply.class, reply -> assertThat(reply.code()).isEqualTo(421));

        now = now.plusSeconds(60);
        assertThat(policy.decide(visit(Point.CONNECT, ""))).isEqualTo(Verdict.ACCEPT);
    }

    @Test
    void aTarpitTakesAllAndItsTime() {
        var policy = Behaviour.named("tarpit:7", BY_NAME);
        for (var point : Point.values()) {
            assertThat(policy.decide(visit(point, "m1@b.test")))
                    .isEqualTo(Verdict.after(Duration.ofSeconds(7), Verdict.ACCEPT));
        }
    }

    @Test
    void aGreylistingHostLetsEachPassTheSecondTime() {
        var policy = Behaviour.named("greylist", BY_NAME);
        for (var recipient : List.of("m1@b.test", "m2@b.test")) {
            assertThat(policy.decide(visit(Point.RCPT, recipient))).isInstanceOf(Verdict.Reply.class);
            assertThat(policy.decide(visit(Point.RCPT, recipient))).isEqualTo(Verdict.ACCEPT);
        }
    }

    @Test
    void aHostMayLeaveItToTheName() {
        assertThat(Behaviour.named("by-name", BY_NAME)).isSameAs(BY_NAME);
    }

    @Test
    void anUnknownBehaviourIsNamed() {
        assertThatThrownBy(() -> Behaviour.named("angry", BY_NAME)).hasMessageContaining("\"angry\"");
        assertThatThrownBy(() -> Behaviour.named("tarpit", BY_NAME)).hasMessageContaining("\"tarpit\"");
    }

    private static Visit visit(Point point, String recipient) {
        return new Visit(point, InetAddress.getLoopbackAddress(), "a.test", "a@a.test", recipient, List.of());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
