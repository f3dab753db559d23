package io.privatesmtp.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts.Fact;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class AddressTest {
    @Inject
    MovableClock clock;

    private static ValidatableResponse buy(String account, String ip) {
        return Rest.post("/v1/accounts/" + account + "/source-ips", "{\"ip\": \"%s\"}".formatted(ip));
    }

    private static ValidatableResponse release(String account, String ip) {
        return Rest.operator()
                .delete("/v1/accounts/" + account + "/source-ips/" + ip)
                .then();
    }

    @Test
    void whoNamesNoAddressGetsAFreeOneUntilNoneIsLeft() {
        String account = Rest.openAccount();
        Rest.addAddress();
        String path = "/v1/accounts/" + account + "/source-ips";

        // A body is not needed.
        Rest.operator().post(path).then().statusCode(201).body("account", equalTo(account));
        int status;
        do {
            status = Rest.post(path, "{}").extract().statusCode();
        } while (status == 201);
        Rest.post(path, "{}").statusCode(409).body("type", equalTo("urn:psr:problem:no-free-ip"));
    }

    @Test
    void anAddressHasOneOwner() {
        String owner = Rest.openAccount();
        String other = Rest.openAccount();
        String ip = Rest.buyAddress(owner);

        buy(other, ip).statusCode(409).body("field", equalTo("ip")).body("detail", containsString("not free"));
        buy(owner, ip).statusCode(409).body("detail", containsString("already"));
        release(other, ip).statusCode(404);
        buy(owner, "192.0.2.254").statusCode(404);
    }

    @Test
    void aSharedAddressIsNotForSale() {
        String account = Rest.openAccount();
        Rest.post("/v1/source-ips", "{\"ip\": \"198.51.100.7\", \"ehlo\": \"s7.acme.test\", \"kind\": \"shared\"}")
                .statusCode(201)
                .body("kind", equalTo("shared"))
                .body("state", equalTo("active"));

        buy(account, "198.51.100.7").statusCode(409).body("detail", containsString("shared"));
    }

    @Test
    void anAddressThatIsToWarmUpSaysSo() {
        Rest.post("/v1/source-ips", "{\"ip\": \"198.51.100.8\", \"ehlo\": \"s8.acme.test\", \"warmUp\": true}")
                .statusCode(201)
                .body("state", equalTo("warming"));
    }

    @Test
    void anAddressThatARuleNamesIsNotReleasedUntilTheRuleIsWithdrawn() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        String domain = account + ".test";
        String request = Rest.openRequest(account, ip, domain);
        Rest.decide(account, request, "approve", "{}").statusCode(200);

        release(account, ip)
                .statusCode(409)
                .body("type", equalTo("urn:psr:problem:ip-in-use"))
                .body("detail", containsString(domain));
        Rest.decide(account, request, "withdraw", "{}").statusCode(200);
        release(account, ip)
                .statusCode(200)
                .body("account", nullValue())
                .body("monthlyPrice", nullValue())
                .body("quarantineUntil", notNullValue());
        Fact released = Facts.awaitAtLeast(6, account).getLast();
        assertThat(released.type()).isEqualTo("source-ip.released");
        assertThat(released.text("account")).isEqualTo(account);
    }

    @Test
    void aReleasedAddressRestsAMonthForOthersAndIsThereForItsOldOwner() {
        String old = Rest.openAccount();
        String fresh = Rest.openAccount();
        String ip = Rest.buyAddress(old);
        release(old, ip).statusCode(200);

        buy(fresh, ip).statusCode(409).body("detail", containsString("not free"));
        buy(old, ip).statusCode(201).body("quarantineUntil", nullValue());
        release(old, ip).statusCode(200);
        clock.goAhead(Duration.ofDays(29));
        buy(fresh, ip).statusCode(409);
        clock.goAhead(Duration.ofDays(1).plusMinutes(1));
        buy(fresh, ip).statusCode(201).body("account", equalTo(fresh));
    }
}
