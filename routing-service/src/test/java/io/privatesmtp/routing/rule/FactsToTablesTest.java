package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
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
class FactsToTablesTest {
    @Inject
    Bus bus;

    @Test
    void anApprovalBecomesARuleOnTheBus() {
        // when
        bus.publish(Facts.account(FactType.ACCOUNT_OPENED, 1, "acme"));
        bus.publish(Facts.source(FactType.SOURCE_IP_ALLOCATED, 2, "acme", "203.0.113.10", SourceKind.PRIVATE));
        bus.publish(Facts.approved(3, "acme", "r1", "203.0.113.10", "acme.example"));
        // then
        await().untilAsserted(() -> assertThat(bus.row(TableKey.rule("acme.example"), RoutingRule.class))
                .isNotNull()
                .satisfies(rule -> {
                    assertThat(rule.account()).isEqualTo("acme");
                    assertThat(rule.version()).isEqualTo(3);
                    assertThat(rule.sources()).containsExactly(new WeightedSource("203.0.113.10", 1));
                }));
        assertThat(bus.row(TableKey.source("203.0.113.10"), SourceAddress.class).account())
                .isEqualTo("acme");
        assertThat(bus.row(TableKey.account("acme"), AccountEntry.class).state())
                .isEqualTo(AccountState.OPEN);
    }

    @Test
    void aWithdrawalRemovesTheRule() {
        // given
        bus.publish(Facts.approved(11, "wonder", "r11", "203.0.113.11", "wonder.example"));
        await().until(() -> bus.tables().containsKey(TableKey.rule("wonder.example")));
        // when
        bus.publish(Facts.withdrawn(12, "wonder", "r11", "203.0.113.11", "wonder.example"));
        // then
        await().until(() -> !bus.tables().containsKey(TableKey.rule("wonder.example")));
    }
}
