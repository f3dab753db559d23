package io.privatesmtp.provisioning;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts.Fact;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The panel as a browser uses it: forms in, pages out. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class PanelTest {
    private static RequestSpecification browser() {
        return given().auth()
                .preemptive()
                .basic("operator", "op-password")
                .redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "same-origin");
    }

    private static RequestSpecification anna() {
        return given().auth().preemptive().basic("anna", "acme-password");
    }

    private static ValidatableResponse submit(String path, Map<String, String> fields) {
        return browser()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(fields)
                .post(path)
                .then();
    }

    private static String page(String path) {
        return browser().get(path).then().statusCode(200).extract().asString();
    }

    @Test
    void fromAnAccountToAnApprovedRequestByFormsAlone() {
        // given
        String account = Rest.fresh("forms");
        String ip = Rest.addAddress();
        String home = "/panel/accounts/" + account;

        // when
        submit("/panel/accounts", Map.of("id", account, "name", "Forms Ltd"))
                .statusCode(303)
                .header("Location", endsWith("/panel/accounts"));
        submit(home + "/source-ips", Map.of("ip", ip)).statusCode(303).header("Location", endsWith(home));
        submit(
                        home + "/routing-requests",
                        Map.of(
                                "ip",
                                ip,
                                "domains",
                                account + ".test, news." + account + ".test",
                                "whenUnusable",
                                "fail"))
                .statusCode(303);
        String request = Rest.operator()
                .get("/v1/accounts/" + account + "/routing-requests")
                .path("[0].id");
        submit(home + "/routing-requests/" + request + "/approve", Map.of()).statusCode(303);

        // then
        assertThat(page(home)).contains("Forms Ltd", ip, "news." + account + ".test", "badge approved", "2.50");
        Fact approved = Facts.awaitAtLeast(4, account).getLast();
        assertThat(approved.type()).isEqualTo("routing.approved");
        assertThat(approved.text("whenUnusable")).isEqualTo("fail");
    }

    @Test
    void whatIsRefusedIsSaidOnThePage() {
        String account = Rest.openAccount();
        String home = "/panel/accounts/" + account;

        submit("/panel/accounts", Map.of("id", account))
                .statusCode(409)
                .contentType("text/html")
                .body(containsString("exists already"));
        submit("/panel/source-ips", Map.of("ip", "1.2.3", "ehlo", "a.test"))
                .statusCode(400)
                .body(containsString("IPv4 or IPv6"));
        submit(home + "/source-ips", Map.of("ip", "192.0.2.253"))
                .statusCode(404)
                .body(allOf(containsString("does not exist"), containsString("Routing requests")));
        submit("/panel/accounts/nobody-here/source-ips", Map.of())
                .statusCode(404)
                .contentType("text/html");
        browser().get("/panel/accounts/nobody-here").then().statusCode(404).contentType("text/html");
    }

    @Test
    void whatPeopleTypeIsShownAndNeverRun() {
        String account = Rest.fresh("script");
        submit("/panel/accounts", Map.of("id", account, "name", "<script>alert(1)</script>\"'&"))
                .statusCode(303);

        assertThat(page("/panel/accounts") + page("/panel/accounts/" + account))
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script");
        browser()
                .get("/panel/accounts")
                .then()
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "close"})
    void aFormOfAnotherSiteDoesNothing(String deed) {
        String account = Rest.openAccount();

        given().auth()
                .preemptive()
                .basic("operator", "op-password")
                .header("Sec-Fetch-Site", "cross-site")
                .contentType("application/x-www-form-urlencoded")
                .post("/panel/accounts/" + account + "/" + deed)
                .then()
                .statusCode(403);
        given().auth()
                .preemptive()
                .basic("operator", "op-password")
                .header("Origin", "https://evil.example")
                .post("/v1/accounts/" + account + "/" + deed)
                .then()
                .statusCode(403);

        assertThat(Rest.operator().get("/v1/accounts/" + account).<String>path("state"))
                .isEqualTo("open");
    }

    @Test
    void anAccountSeesItsOwnPageWithoutTheOperatorsButtons() {
        Rest.post("/v1/accounts", "{\"id\": \"acme-own\"}");
        String other = Rest.openAccount();

        anna().get("/panel")
                .then()
                .statusCode(200)
                .body(allOf(
                        containsString("acme-own"),
                        not(containsString("Set limits")),
                        not(containsString("Close for good"))));
        anna().get("/panel/accounts").then().statusCode(403);
        anna().get("/panel/source-ips").then().statusCode(403);
        anna().get("/panel/accounts/" + other).then().statusCode(404);
    }
}
