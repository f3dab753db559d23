package io.privatesmtp.routing.rule;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators are told of the rules, over REST. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "routing"))
class RuleResourceTest {
    @Inject
    Bus bus;

    @BeforeEach
    void ruled() {
        bus.publish(Facts.account(FactType.ACCOUNT_OPENED, 101, "rest"));
        bus.publish(Facts.account(FactType.ACCOUNT_OPENED, 102, "another"));
        bus.publish(Facts.source(FactType.SOURCE_IP_ALLOCATED, 103, "rest", "203.0.113.50", SourceKind.PRIVATE));
        bus.publish(Facts.source(FactType.SOURCE_IP_ADDED, 104, null, "203.0.113.51", SourceKind.SHARED));
        bus.publish(Facts.approved(105, "rest", "r105", "203.0.113.50", "rest.example"));
        bus.publish(Facts.approved(106, "rest", "r106", "203.0.113.50", "gone.example"));
        bus.publish(Facts.withdrawn(107, "rest", "r106", "203.0.113.50", "gone.example"));
        await().until(() -> operator().get("/v1/rules/gone.example/history").statusCode() == 200
                && operator().get("/v1/rules/gone.example").statusCode() == 404
                && operator().get("/v1/sources/203.0.113.51").statusCode() == 200);
    }

    @Test
    void theRuleInForceIsFoundUnderAnySpellingOfItsDomain() {
        operator()
                .get("/v1/rules/REST.example.")
                .then()
                .statusCode(200)
                .body("domain", equalTo("rest.example"))
                .body("account", equalTo("rest"))
                .body("holdFor", equalTo("PT4H"))
                .body("version", equalTo(105))
                .body("sources.ip", contains("203.0.113.50"));
    }

    @Test
    void aRuleThatEndedIsHistory() {
        operator().get("/v1/rules/gone.example").then().statusCode(404).contentType("application/problem+json");
        operator().get("/v1/rules/gone.example/history").then().statusCode(200).body("", hasSize(1));
    }

    @Test
    void resolvingTellsTheAddressAndWhy() {
        resolve("rest", "news@rest.example")
                .body("reason", equalTo("private"))
                .body("sourceIp", equalTo("203.0.113.50"))
                .body("ruleVersion", equalTo(105));
        resolve("rest", "news@elsewhere.example")
                .body("reason", equalTo("shared"))
                .body("sourceIp", equalTo("203.0.113.51"));
        resolve("another", "news@rest.example")
                .body("reason", equalTo("refused"))
                .body("explanation", containsString("another account"));
    }

    @Test
    void whatCannotBeResolvedNamesTheField() {
        operator()
                .get("/v1/resolve?sender=no..domain")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("sender"));
        operator()
                .get("/v1/resolve?sender=a@rest.example&at=yesterday")
                .then()
                .statusCode(400)
                .body("field", equalTo("at"));
    }

    @Test
    void onlyOperatorsAreTold() {
        RestAssured.given().get("/v1/rules").then().statusCode(401);
    }

    private static ValidatableResponse resolve(String account, String sender) {
        return operator()
                .queryParam("account", account)
                .queryParam("sender", sender)
                .get("/v1/resolve")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification operator() {
        return RestAssured.given().auth().preemptive().basic("operator", "secret");
    }
}
