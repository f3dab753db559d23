package io.privatesmtp.provisioning;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class AccessTest {
    /** Anna's account, whichever test comes first. */
    @BeforeEach
    void openAnnasAccount() {
        Rest.post("/v1/accounts", "{\"id\": \"acme-own\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/accounts", "/v1/source-ips", "/v1/accounts/acme-own", "/panel"})
    void withoutAPasswordNothingIsShown(String path) {
        given().get(path).then().statusCode(401).header("WWW-Authenticate", startsWith("basic"));
        given().auth().preemptive().basic("operator", "wrong").get(path).then().statusCode(401);
        given().header("Authorization", "Bearer abc").get(path).then().statusCode(401);
    }

    @Test
    void healthAndMetricsAndTheInterfaceNeedNoPassword() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /v1/accounts",
        "POST,   /v1/source-ips",
        "GET,    /v1/source-ips",
        "PUT,    /v1/accounts/acme-own/limits",
        "POST,   /v1/accounts/acme-own/suspend",
        "POST,   /v1/accounts/acme-own/resume",
        "POST,   /v1/accounts/acme-own/close",
        "POST,   /v1/accounts/acme-own/routing-requests/x/approve",
        "POST,   /v1/accounts/acme-own/routing-requests/x/reject",
    })
    void whatOperatorsDoIsForbiddenToAccounts(String method, String path) {
        Rest.anna().body("{}").request(method, path).then().statusCode(403).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    ''",
        "GET,    /history",
        "GET,    /source-ips",
        "POST,   /source-ips",
        "DELETE, /source-ips/192.0.2.1",
        "GET,    /routing-requests",
        "POST,   /routing-requests",
        "POST,   /routing-requests/x/withdraw",
    })
    void toAnAccountTheOthersDoNotExist(String method, String path) {
        String other = Rest.openAccount();

        Rest.anna()
                .body("{\"ip\": \"192.0.2.1\", \"domains\": [\"a.test\"]}")
                .request(method, "/v1/accounts/" + other + path)
                .then()
                .statusCode(404);
    }

    @Test
    void anAccountSeesItselfAloneAndBuysAndAsksAndWithdraws() {
        String ip = Rest.addAddress();

        Rest.anna().get("/v1/accounts").then().statusCode(200).body("id", contains("acme-own"));
        Rest.anna()
                .body("{\"ip\": \"%s\"}".formatted(ip))
                .post("/v1/accounts/acme-own/source-ips")
                .then()
                .statusCode(201);
        String request = Rest.anna()
                .body("{\"ip\": \"%s\", \"domains\": [\"%s.test\"]}".formatted(ip, Rest.fresh("own")))
                .post("/v1/accounts/acme-own/routing-requests")
                .then()
                .statusCode(201)
                .body("openedBy", equalTo("anna"))
                .extract()
                .path("id");
        Rest.anna()
                .post("/v1/accounts/acme-own/routing-requests/" + request + "/withdraw")
                .then()
                .statusCode(200)
                .body("state", equalTo("withdrawn"));
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void aChangeThatAnotherSiteAsksForIsRefused(String header, String value) {
        Rest.operator()
                .header(header, value)
                .body("{\"id\": \"%s\"}".formatted(Rest.fresh("forged")))
                .post("/v1/accounts")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:psr:problem:cross-site"));
    }
}
