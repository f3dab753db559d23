package io.privatesmtp.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts.Fact;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class AccountStateTest {
    private static ValidatableResponse decide(String account, String deed) {
        return Rest.post("/v1/accounts/" + account + "/" + deed, "{\"reason\": \"because\"}");
    }

    @Test
    void aSuspendedAccountBuysNothingAndAsksForNothingUntilItIsResumed() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        String free = Rest.addAddress();

        decide(account, "suspend")
                .statusCode(200)
                .body("state", equalTo("suspended"))
                .body("version", equalTo(2));
        decide(account, "suspend").statusCode(409).body("detail", containsString("is suspended"));
        Rest.post("/v1/accounts/" + account + "/source-ips", "{\"ip\": \"%s\"}".formatted(free))
                .statusCode(409);
        Rest.request(account, ip, account + ".test").statusCode(409);
        decide(account, "resume").statusCode(200).body("state", equalTo("open"));
        decide(account, "resume").statusCode(409);
        Rest.request(account, ip, account + ".test").statusCode(201);
        assertThat(Facts.awaitAtLeast(5, account))
                .extracting(Fact::type)
                .containsSubsequence("account.suspended", "account.resumed", "routing.requested");
    }

    @Test
    void limitsAreSetAndTold() {
        String account = Rest.openAccount();

        Rest.operator()
                .body("{\"perHour\": 50, \"perDay\": 400}")
                .put("/v1/accounts/" + account + "/limits")
                .then()
                .statusCode(200)
                .body("limits.perHour", equalTo(50));
        Fact limited = Facts.awaitAtLeast(2, account).getLast();
        assertThat(limited.type()).isEqualTo("account.limited");
        assertThat(limited.value().at("/limits/perDay").asInt()).isEqualTo(400);
    }

    @Test
    void limitsThatItHasAlreadyAreNoChange() {
        String account = Rest.openAccount();
        String path = "/v1/accounts/" + account + "/limits";
        String body = "{\"perHour\": 50, \"perDay\": 400}";

        Rest.operator().body(body).put(path).then().statusCode(200).body("version", equalTo(2));
        Rest.operator().body(body).put(path).then().statusCode(200).body("version", equalTo(2));

        decide(account, "suspend").statusCode(200).body("version", equalTo(3));
        assertThat(Facts.awaitAtLeast(3, account))
                .extracting(Fact::type)
                .containsExactly("account.opened", "account.limited", "account.suspended");
    }

    @Test
    void whatAClosedAccountHadEndsBeforeItDoes() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        String approved = Rest.openRequest(account, ip, "a." + account + ".test");
        Rest.decide(account, approved, "approve", "{}").statusCode(200);
        Rest.openRequest(account, ip, "b." + account + ".test");

        decide(account, "close").statusCode(200).body("state", equalTo("closed"));

        assertThat(Facts.awaitAtLeast(9, account))
                .extracting(Fact::type)
                .endsWith("routing.withdrawn", "routing.withdrawn", "source-ip.released", "account.closed");
        decide(account, "resume").statusCode(409);
        decide(account, "close").statusCode(409);
        Rest.operator()
                .get("/v1/accounts/" + account + "/source-ips")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        // Its domains are free again, its id is not.
        String other = Rest.openAccount();
        Rest.request(other, Rest.buyAddress(other), "a." + account + ".test").statusCode(201);
        Rest.post("/v1/accounts", "{\"id\": \"%s\"}".formatted(account)).statusCode(409);
    }

    @Test
    void theHistoryCanBeReadPageByPage() {
        String account = Rest.openAccount();
        for (int i = 0; i < 4; i++) {
            decide(account, i % 2 == 0 ? "suspend" : "resume").statusCode(200);
        }

        List<Integer> versions = new ArrayList<>();
        String next = "/v1/accounts/" + account + "/history?limit=2";
        while (next != null) {
            Response page = Rest.operator().urlEncodingEnabled(false).get(next);
            assertThat(page.statusCode()).isEqualTo(200);
            versions.addAll(page.path("version"));
            String link = page.header("Link");
            next = link == null ? null : link.replaceAll(".*<([^>]*)>.*", "$1");
        }

        assertThat(versions).hasSize(5).isSortedAccordingTo(Collections.reverseOrder());
        Rest.operator()
                .get("/v1/accounts/" + account + "/history")
                .then()
                .body("[0].actor", equalTo("operator"))
                .body("[0].reason", equalTo("because"))
                .body("[0].subject", equalTo(account));
    }
}
