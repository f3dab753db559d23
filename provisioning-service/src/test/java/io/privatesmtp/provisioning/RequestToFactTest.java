package io.privatesmtp.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts.Fact;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class RequestToFactTest {
    @Test
    void anApprovedRequestIsAFactOnTheBusAfterAllThatLedToIt() {
        // given
        String account = Rest.fresh("shop");
        Rest.post("/v1/accounts", "{\"id\": \"%s\", \"name\": \"The shop\"}".formatted(account))
                .statusCode(201)
                .header("Location", containsString("/v1/accounts/" + account))
                .body("id", equalTo(account))
                .body("state", equalTo("open"))
                .body("limits.perHour", equalTo(200))
                .body("version", equalTo(1));
        String ip = Rest.addAddress();
        String bought = Rest.post("/v1/accounts/" + account + "/source-ips", "{\"ip\": \"%s\"}".formatted(ip))
                .statusCode(201)
                .body("id", equalTo(ip))
                .body("account", equalTo(account))
                .body("version", equalTo(2))
                .extract()
                .asString();
        assertThat(bought).contains("\"monthlyPrice\":2.50");

        // when
        String domain = Rest.fresh("Grüße") + ".Example.";
        String id = Rest.post("/v1/accounts/" + account + "/routing-requests", """
                        {"ip": "%s", "domains": ["%s"], "dkim": {"selector": "s1", "keyRef": "acme-s1"}}""".formatted(ip, domain))
                .statusCode(201)
                .body("dkim.keyRef", equalTo("acme-s1"))
                .body("state", equalTo("open"))
                .body("whenUnusable", equalTo("hold"))
                .body("version", equalTo(1))
                .extract()
                .path("id");
        Rest.decide(account, id, "approve", "{\"reason\": \"seen the papers\"}")
                .statusCode(200)
                .body("state", equalTo("approved"))
                .body("decidedBy", equalTo("operator"))
                .body("version", equalTo(2));

        // then
        List<Fact> facts = Facts.awaitAtLeast(4, account);
        assertThat(facts)
                .extracting(Fact::type)
                .containsExactly("account.opened", "source-ip.allocated", "routing.requested", "routing.approved");
        assertThat(facts)
                .extracting(fact -> fact.value().get("sequence").asLong())
                .isSorted();
        Fact approved = facts.getLast();
        assertThat(approved.id()).isEqualTo(approved.text("sequence"));
        var fact =
                (RoutingRequestFact) ProvisioningEvent.read(FactType.of(approved.type()), Json.write(approved.value()));
        assertThat(fact.change().account()).isEqualTo(account);
        assertThat(fact.change().version()).isEqualTo(2);
        assertThat(fact.change().actor()).isEqualTo("operator");
        assertThat(fact.change().reason()).isEqualTo("seen the papers");
        assertThat(fact.ip()).isEqualTo(ip);
        assertThat(fact.dkim()).isEqualTo(new DkimReference("s1", "acme-s1"));
        assertThat(fact.domains()).allMatch(name -> name.startsWith("xn--") && name.endsWith(".example"));
        assertThat(Facts.awaitAtLeast(1, ip)).extracting(Fact::type).containsExactly("source-ip.added");
        Rest.operator()
                .get("/v1/accounts/" + account + "/history")
                .then()
                .statusCode(200)
                .body(
                        "type",
                        contains("routing.approved", "routing.requested", "source-ip.allocated", "account.opened"));
    }
}
