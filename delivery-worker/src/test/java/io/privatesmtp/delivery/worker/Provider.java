package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.internet.Received;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;

/** What the provider's other services would put on the bus, and what its operators ask the worker. */
final class Provider {
    static final String SHARED = "127.0.0.10";
    private final Bus bus;

    Provider(Bus bus) {
        this.bus = bus;
    }

    void source(String ip, SourceKind kind, String account, Long dailyAllowance) {
        bus.table(
                Topics.SOURCES,
                ip,
                new SourceAddress(ip, kind, account, "mail.test", null, SourceState.ACTIVE, dailyAllowance, null, 1));
    }

    void shared() {
        source(SHARED, SourceKind.SHARED, null, null);
    }

    void account(String name, AccountState state, AccountLimits limits) {
        bus.table(Topics.ACCOUNTS, name, new AccountEntry(name, state, limits, null, 1));
    }

    void account(String name, AccountState state) {
        account(name, state, null);
    }

    void rule(String domain, String account, String ip, WhenUnusable whenUnusable) {
        bus.table(
                Topics.RULES,
                domain,
                new RoutingRule(
                        domain, account, false, List.of(new WeightedSource(ip, 1)), whenUnusable, null, null, 1));
    }

    /** Returns once the worker has read all that was put into the tables before. */
    void settled() {
        for (int partition = 0; partition < 3; partition++) {
            String domain = UUID.randomUUID() + ".test";
            rule(domain, "nobody", "192.0.2.1", WhenUnusable.HOLD);
            int status = 0;
            for (int i = 0; i < 200 && status != 200; i++) {
                status = operator().get("/v1/rules/" + domain).statusCode();
                Bus.pause();
            }
            assertThat(status).as("the worker follows its tables").isEqualTo(200);
        }
    }

    static RequestSpecification operator() {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic("operator", "secret")
                .contentType("application/json");
    }

    static List<Received> received(String recipient) {
        return SmallInternet.receiver.received().stream()
                .filter(r -> r.to().contains(recipient))
                .toList();
    }
}
