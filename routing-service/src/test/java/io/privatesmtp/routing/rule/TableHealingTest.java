package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "routing"))
class TableHealingTest {
    @Inject
    Bus bus;

    @Inject
    TableHealing healing;

    @Test
    void whatTheBusLostComesBackAndWhatEndedGoes() {
        // given a rule in force and one that ended
        bus.publish(Facts.approved(901, "healed", "r901", "203.0.113.90", "lost.example"));
        bus.publish(Facts.approved(902, "healed", "r902", "203.0.113.90", "ended.example"));
        bus.publish(Facts.withdrawn(903, "healed", "r902", "203.0.113.90", "ended.example"));
        bus.publish(Facts.approved(904, "healed", "r904", "203.0.113.90", "last.example"));
        await().until(() -> bus.tables().containsKey(TableKey.rule("last.example")));
        RoutingRule rule = bus.row(TableKey.rule("lost.example"), RoutingRule.class);
        // and a bus that has lost the first and still has the second
        bus.send(TableWriter.row(TableKey.rule("lost.example"), null));
        bus.send(TableWriter.row(TableKey.rule("ended.example"), rule));
        // and holds one that no fact speaks of
        bus.send(TableWriter.row(TableKey.rule("foreign.example"), rule));
        // when
        healing.heal().await().indefinitely();
        // then
        assertThat(bus.row(TableKey.rule("lost.example"), RoutingRule.class)).isEqualTo(rule);
        assertThat(bus.tables()).doesNotContainKey(TableKey.rule("ended.example"));
        assertThat(bus.tables()).containsKey(TableKey.rule("foreign.example"));
    }
}
