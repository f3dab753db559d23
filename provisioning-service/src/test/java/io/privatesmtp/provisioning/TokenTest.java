package io.privatesmtp.provisioning;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tokens of an OIDC provider do as well as passwords. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(TokenIssuer.class)
class TokenTest {
    private static RequestSpecification bearing(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private static String fresh(String user, String claims) throws GeneralSecurityException {
        return TokenIssuer.token(user, Instant.now().plusSeconds(300), claims);
    }

    @Test
    void anOperatorsTokenDoesWhatOperatorsDo() throws Exception {
        String account = Rest.fresh("token");

        bearing(fresh("olga", "\"groups\": [\"operator\"]"))
                .body("{\"id\": \"%s\"}".formatted(account))
                .post("/v1/accounts")
                .then()
                .statusCode(201);

        Rest.operator().get("/v1/accounts/" + account + "/history").then().body("[0].actor", equalTo("olga"));
    }

    @Test
    void anAccountsTokenIsConfinedToItsAccount() throws Exception {
        String own = Rest.openAccount();
        String other = Rest.openAccount();
        String token = fresh("ben", "\"groups\": [\"account\"], \"account\": \"%s\"".formatted(own));

        bearing(token).get("/v1/accounts").then().statusCode(200).body("id", contains(own));
        bearing(token).get("/v1/accounts/" + other).then().statusCode(404);
        bearing(token).get("/v1/source-ips").then().statusCode(403);
    }

    @Test
    void aTokenWithoutAnAccountSeesNone() throws Exception {
        String token = fresh("ben", "\"groups\": [\"account\"]");

        bearing(token).get("/v1/accounts/" + Rest.openAccount()).then().statusCode(404);
        bearing(token).get("/v1/accounts").then().statusCode(404);
    }

    @Test
    void aTokenThatIsStaleOrForgedIsRefused() throws Exception {
        String stale = TokenIssuer.token("olga", Instant.now().minusSeconds(3600), "\"groups\": [\"operator\"]");
        String forged = fresh("olga", "\"groups\": [\"account\"]").replaceFirst("\\.[^.]*$", ".AAAA");

        bearing(stale).get("/v1/accounts").then().statusCode(401);
        bearing(forged).get("/v1/accounts").then().statusCode(401);
    }
}
