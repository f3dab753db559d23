package io.privatesmtp.provisioning;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller did wrong is said as problem+json that names field, value and rule. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class RefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                        | id            | is required",
                "{\"id\": \"Acme\"}                        | id            | a-z",
                "{\"id\": \"a b\"}                         | id            | a-z",
                "{\"id\": 7}                               | id            | must be a string",
                "{\"id\": \"x\", \"limits\": {\"perHour\": 1}} | limits.perDay | must be a number",
                "{\"id\": \"x\", \"limits\": {\"perHour\": -1, \"perDay\": 1}} | limits.perHour | must not be negative",
                "{\"id\": \"x\", \"onFailure\": \"shout\"} | onFailure     | \"shout\": must be one of events, dsn",
                "{\"id\": \"x\", \"name\": \"a\\u0000b\"}  | name          | control characters",
            })
    void anAccountWithABadFieldIsRefused(String body, String field, String rule) {
        refused(Rest.post("/v1/accounts", body), 400, field, rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"id\"", "\"acme\""})
    void aBodyThatIsNoObjectIsRefused(String body) {
        Rest.post("/v1/accounts", body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void unknownFieldsAreIgnored() {
        Rest.post("/v1/accounts", "{\"id\": \"%s\", \"colour\": \"blue\"}".formatted(Rest.fresh("extra")))
                .statusCode(201);
    }

    @Test
    void anAccountThatExistsCannotBeOpenedAgain() {
        String account = Rest.openAccount();

        refused(Rest.post("/v1/accounts", "{\"id\": \"%s\"}".formatted(account)), 409, "id", account);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ehlo\": \"a.test\"}                                             | ip   | is required",
                "{\"ip\": \"203.0.113.300\", \"ehlo\": \"a.test\"}                  | ip   | IPv4 or IPv6",
                "{\"ip\": \"mail.acme.test\", \"ehlo\": \"a.test\"}                 | ip   | IPv4 or IPv6",
                "{\"ip\": \"224.0.0.1\", \"ehlo\": \"a.test\"}                      | ip   | one host",
                "{\"ip\": \"203.0.113.9\"}                                          | ehlo | is required",
                "{\"ip\": \"203.0.113.9\", \"ehlo\": \"a b\"}                       | ehlo | domain name",
                "{\"ip\": \"203.0.113.9\", \"ehlo\": \"a.test\", \"kind\": \"mine\"} | kind | must be one of private, shared",
                "{\"ip\": \"203.0.113.9\", \"ehlo\": \"a.test\", \"via\": \"http://x:1\"} | via | socks5",
                "{\"ip\": \"203.0.113.9\", \"ehlo\": \"a.test\", \"via\": \"socks5://x:99999\"} | via | 65535",
            })
    void anAddressWithABadFieldIsRefused(String body, String field, String rule) {
        refused(Rest.post("/v1/source-ips", body), 400, field, rule);
    }

    @Test
    void anAddressStandsInTheInventoryOnceHoweverItIsSpelled() {
        Rest.post("/v1/source-ips", "{\"ip\": \"2001:db8:0:0::9\", \"ehlo\": \"six.acme.test\"}")
                .statusCode(201)
                .body("ip", equalTo("2001:db8::9"));

        refused(
                Rest.post("/v1/source-ips", "{\"ip\": \"2001:DB8::9\", \"ehlo\": \"six.acme.test\"}"),
                409,
                "ip",
                "2001:db8::9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"domains\": []                              | domains    | 1 to 100",
                "\"domains\": \"a.test\"                      | domains    | must be a list",
                "\"domains\": [null]                          | domains[0] | is required",
                "\"domains\": [\"a.test\", \"-a.test\"]       | domains[1] | domain name",
                "\"domains\": [\"a.test\", \"A.TEST.\"]       | domains[1] | twice",
                "\"domains\": [\"co.uk\"]                     | domains[0] | public suffix",
                "\"domains\": [\"test\"]                      | domains[0] | public suffix",
                "\"domains\": [\"github.io\"]                 | domains[0] | public suffix",
                "\"domains\": [\"公司.cn\"]                    | domains[0] | public suffix",
                "\"domains\": [\"192.0.2.1\"]                 | domains[0] | not an address",
                "\"domains\": [\"a@b.test\"]                  | domains[0] | domain name",
                "\"domains\": [\"a.test\"], \"whenUnusable\": \"maybe\" | whenUnusable | must be one of hold, shared, fail",
                "\"domains\": [\"a.test\"], \"includeSubdomains\": \"yes\" | includeSubdomains | must be true or false",
            })
    void aRequestWithABadFieldIsRefused(String fields, String field, String rule) {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);

        refused(
                Rest.post(
                        "/v1/accounts/" + account + "/routing-requests", "{\"ip\": \"%s\", %s}".formatted(ip, fields)),
                400,
                field,
                rule);
    }

    @Test
    void aHundredDomainsAreTakenAndOneMoreIsNot() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);

        requestMany(account, ip, 101).statusCode(400).body("field", equalTo("domains"));
        requestMany(account, ip, 100).statusCode(201);
    }

    private static ValidatableResponse requestMany(String account, String ip, int count) {
        String domains = IntStream.range(0, count)
                .mapToObj(i -> "\"d%d.%s.test\"".formatted(i, account))
                .collect(Collectors.joining(","));
        return Rest.post(
                "/v1/accounts/" + account + "/routing-requests",
                "{\"ip\": \"%s\", \"domains\": [%s]}".formatted(ip, domains));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts/nobody-here",
                "/v1/accounts/nobody-here/history",
                "/v1/accounts/nobody-here/source-ips",
                "/v1/accounts/nobody-here/routing-requests",
                "/v1/source-ips/192.0.2.250",
                "/v1/nothing"
            })
    void whatDoesNotExistIsNotFound(String path) {
        Rest.operator().get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/accounts/No%00body,         account",
        "/v1/accounts?limit=0,           limit",
        "/v1/accounts?after=%27%00,      after",
        "/v1/source-ips?after=x,         after",
        "/v1/source-ips/x,               ip",
        "/v1/accounts/acme/routing-requests?offset=-1, offset"
    })
    void aBadPartOfTheAddressIsNamed(String path, String field) {
        Rest.operator()
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }

    @Test
    void aBodyBeyondTheBoundIsRefused() {
        String name = "x".repeat(1_100_000);

        Rest.post("/v1/accounts", "{\"id\": \"big\", \"name\": \"%s\"}".formatted(name))
                .statusCode(413);
    }

    private static void refused(ValidatableResponse answer, int status, String field, String rule) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", startsWith("urn:psr:problem:"))
                .body("status", equalTo(status))
                .body("field", equalTo(field))
                .body("detail", containsString(rule));
    }
}
