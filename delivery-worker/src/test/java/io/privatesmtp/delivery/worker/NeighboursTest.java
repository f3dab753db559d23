package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail for one site, or of one kind, does not hold up other mail; shown by order and attempts, not by time. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = Neighbourhood.class, restrictToAnnotatedClass = true)
class NeighboursTest {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** Five times what the worker may hold in memory. */
    private static final int CAMPAIGN = 1_500;

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void aSharedAddress() {
        bus.table(
                Topics.SOURCES,
                "127.0.0.10",
                new SourceAddress(
                        "127.0.0.10", SourceKind.SHARED, null, "mail.test", null, SourceState.ACTIVE, null, null, 1));
        // What comes first shows that the address is known.
        submit(Topics.OUTBOUND, "first", "healthy.test", null);
        awaitReceived(Neighbourhood.healthy, "first", 1);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aPasswordResetOvertakesACampaignOnTheBulkTopic() {
        campaign(Topics.BULK, null);

        resetsOvertakeTheCampaign();
    }

    @Test
    void aPasswordResetOvertakesBulkMailInItsOwnTopic() {
        campaign(Topics.OUTBOUND, "bulk");

        resetsOvertakeTheCampaign();
    }

    private void campaign(String topic, String priority) {
        IntStream.range(0, CAMPAIGN).forEach(i -> submit(topic, "campaign" + i, "slow.test", priority));
        awaitReceived(Neighbourhood.slow, "campaign", 20);
    }

    private void resetsOvertakeTheCampaign() {
        submit(Topics.OUTBOUND, "reset-slow", "slow.test", null);
        submit(Topics.OUTBOUND, "reset-other", "healthy.test", null);

        awaitReceived(Neighbourhood.healthy, "reset-other", 1);
        long campaignWhenTheOtherCame = received(Neighbourhood.slow, "campaign");
        awaitReceived(Neighbourhood.slow, "reset-slow", 1);

        List<Received> all = Neighbourhood.slow.received();
        long before = all.stream()
                .takeWhile(r -> !r.to().getFirst().contains(id + "reset-slow"))
                .filter(r -> r.to().getFirst().contains(id + "campaign"))
                .count();
        assertThat(before).isLessThan(CAMPAIGN / 2);
        assertThat(campaignWhenTheOtherCame).isLessThan(CAMPAIGN / 2);
    }

    @Test
    void badNeighboursCostTheHealthySiteNoAttempt() {
        int each = 400;
        for (int i = 0; i < each; i++) {
            for (String site : List.of("tarpit", "refusing", "greylisting", "healthy")) {
                submit(Topics.OUTBOUND, site + i, site + ".test", null);
            }
        }

        awaitReceived(Neighbourhood.healthy, "healthy", each);

        assertThat(received(Neighbourhood.tarpit, "tarpit"))
                .as("the tarpit is still at its first messages")
                .isZero();
        assertThat(Neighbourhood.refusing.connections())
                .as("the site that says 421 is left alone as a whole")
                .isLessThan(each / 4);
        String last = id + "healthy" + (each - 1);
        List<MailEvent> events = bus.awaitEvents(last, e -> !e.isEmpty());
        assertThat(events).singleElement().isInstanceOf(MailEvent.Delivered.class);
        assertThat(events.getFirst().message().attempt()).isEqualTo(1);

        List<MailEvent> greylisted =
                bus.awaitEvents(id + "greylisting0", e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(greylisted.getLast().message().attempt()).isEqualTo(2);
        lanesTellWhy();
    }

    private static void lanesTellWhy() {
        List<Map<String, Object>> lanes = RestAssured.given()
                .auth()
                .preemptive()
                .basic("operator", "secret")
                .get("/v1/lanes")
                .jsonPath()
                .getList("");
        assertThat(lanes)
                .filteredOn(lane -> "mx.refusing.test".equals(lane.get("site")))
                .singleElement()
                .satisfies(lane -> {
                    assertThat(lane.get("state")).isIn("paused", "slowed");
                    assertThat(lane.get("because")).asString().startsWith("421 4.3.2 Not now");
                });
        assertThat(lanes).extracting(lane -> lane.get("site")).contains("mx.tarpit.test");
    }

    private void submit(String topic, String name, String domain, String priority) {
        Map<String, Object> envelope = Map.of("from", "a@free.test", "to", List.of(id + name + "@" + domain));
        Map<String, Object> content = Map.of("from", "a@free.test", "subject", "x", "text", "hello");
        bus.quickly(
                topic,
                id + name,
                priority == null
                        ? Map.of("id", id + name, "envelope", envelope, "content", content)
                        : Map.of("id", id + name, "envelope", envelope, "content", content, "priority", priority));
    }

    private long received(ReceivingHost host, String name) {
        return host.received().stream()
                .filter(r -> r.to().getFirst().startsWith(id + name))
                .count();
    }

    private void awaitReceived(ReceivingHost host, String name, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(received(host, name))
                        .as("%s at its host", name)
                        .isGreaterThanOrEqualTo(count));
    }
}
