package io.privatesmtp.provisioning.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Rest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class DkimKeyTest {
    @Test
    void keyIsMadeListedAndDeleted() {
        String account = Rest.openAccount();
        String domain = account + ".test";

        String id = Keys.create(account, domain, "S1", "ed25519-sha256")
                .statusCode(201)
                .header("Location", containsString(Keys.path(account)))
                .body("domain", equalTo(domain))
                .body("selector", equalTo("s1"))
                .body("algorithm", equalTo("ed25519-sha256"))
                .body("version", equalTo(1))
                .body("record.name", equalTo("s1._domainkey." + domain))
                .body("record.value", matchesPattern("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}="))
                .extract()
                .path("id");

        Rest.operator().get(Keys.path(account)).then().statusCode(200).body("[0].id", equalTo(id));
        Rest.operator().delete(Keys.path(account) + "/" + id).then().statusCode(200);
        Rest.operator().get(Keys.path(account) + "/" + id).then().statusCode(404);
        Keys.privateHalf(id).statusCode(404).contentType("application/problem+json");
        assertThat(Rest.operator()
                        .get("/v1/accounts/" + account + "/history")
                        .jsonPath()
                        .getList("type"))
                .containsExactly("dkim-key.deleted", "dkim-key.created", "account.opened");
    }

    @Test
    void withoutASelectorAndAnAlgorithmItIsRsaUnderANewSelector() {
        String account = Rest.openAccount();

        for (int i = 0; i < 2; i++) {
            Rest.post(Keys.path(account), "{\"domain\": \"%s.test\"}".formatted(account))
                    .statusCode(201)
                    .body("selector", matchesPattern("s[0-9a-f]{8}"))
                    .body("algorithm", equalTo("rsa-sha256"))
                    .body("record.value", startsWith("v=DKIM1; k=rsa; p=MIIB"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                         | domain    | is required",
                "{\"domain\": \"co.uk\"}                                    | domain    | public suffix",
                "{\"domain\": \"a b.test\"}                                      | domain    | domain name",
                "{\"domain\": \"a.test\", \"selector\": \"a b\"}            | selector  | labels of letters",
                "{\"domain\": \"a.test\", \"selector\": \"../x\"}           | selector  | labels of letters",
                "{\"domain\": \"a.test\", \"algorithm\": \"rsa-sha1\"}      | algorithm | rsa-sha256, ed25519-sha256",
            })
    void keyWithABadFieldIsRefused(String body, String field, String rule) {
        Rest.post(Keys.path(Rest.openAccount()), body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo(field))
                .body("detail", containsString(rule));
    }

    @Test
    void nameOfTheRecordFitsIntoDns() {
        String domain = "a.".repeat(100) + "test";

        Keys.create(Rest.openAccount(), domain, "s".repeat(60), "ed25519-sha256")
                .statusCode(400)
                .body("field", equalTo("selector"))
                .body("detail", containsString("253"));
    }

    @Test
    void selectorHasOneKeyAndADomainOneAccount() {
        String account = Rest.openAccount();
        String other = Rest.openAccount();
        Rest.openRequest(account, Rest.buyAddress(account), account + ".test");
        Keys.created(account, account + ".test", "s1");

        Keys.create(account, account + ".test", "S1", "rsa-sha256")
                .statusCode(409)
                .body("field", equalTo("selector"));
        Keys.create(other, account + ".test", "s2", "rsa-sha256")
                .statusCode(409)
                .body("field", equalTo("domain"));
    }

    @Test
    void keyThatARequestNamesIsKeptUntilTheRequestEnds() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        String id = Keys.created(account, account + ".test", "s1");
        String request = Keys.request(account, ip, account + ".test", "s1", id)
                .statusCode(201)
                .extract()
                .path("id");
        Rest.decide(account, request, "approve", "{}").statusCode(200);

        Rest.operator()
                .delete(Keys.path(account) + "/" + id)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:psr:problem:dkim-key-in-use"))
                .body("detail", containsString(account + ".test"));
        Rest.decide(account, request, "withdraw", "{}").statusCode(200);
        Rest.operator().delete(Keys.path(account) + "/" + id).then().statusCode(200);
    }

    @Test
    void requestMayNameOnlyAKeyOfItsOwn() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        String domain = account + ".test";
        String other = Rest.openAccount();
        String foreign = Keys.created(other, domain, "s1");
        String mine = Keys.created(account, domain, "s1");

        Keys.request(account, ip, domain, "s1", foreign)
                .statusCode(409)
                .body("field", equalTo("dkim.keyRef"))
                .body("detail", containsString("not a key of this account"));
        Keys.request(account, ip, "sub." + domain, "s1", mine).statusCode(409).body("field", equalTo("dkim.keyRef"));
        Keys.request(account, ip, domain, "s2", mine).statusCode(409).body("field", equalTo("dkim.selector"));
        Keys.request(account, ip, domain, "s1", "a-mounted-file").statusCode(201);
    }

    @Test
    void accountHasAHundredKeysAndMakesNoMoreInAnHour() {
        String account = Rest.openAccount();
        String last = "";
        for (int i = 0; i < 100; i++) {
            last = Keys.created(account, account + ".test", "s" + i);
        }

        Keys.create(account, account + ".test", "more", "ed25519-sha256")
                .statusCode(409)
                .body("detail", containsString("100 at most"));
        Rest.operator().delete(Keys.path(account) + "/" + last).then().statusCode(200);
        Keys.create(account, account + ".test", "more", "ed25519-sha256").statusCode(429);
    }
}
