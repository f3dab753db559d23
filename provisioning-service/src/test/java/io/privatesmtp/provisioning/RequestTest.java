package io.privatesmtp.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts.Fact;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class RequestTest {
    @Test
    void anAddressOfSomebodyElseCannotBeAskedFor() {
        String account = Rest.openAccount();
        String foreign = Rest.buyAddress(Rest.openAccount());

        Rest.request(account, foreign, account + ".test")
                .statusCode(409)
                .body("field", equalTo("ip"))
                .body("type", equalTo("urn:psr:problem:ip-not-allocated"));
    }

    @Test
    void aDomainIsNamedByOneRequestAtATime() {
        String first = Rest.openAccount();
        String second = Rest.openAccount();
        String theirs = Rest.buyAddress(first);
        String ours = Rest.buyAddress(second);
        String request = Rest.openRequest(first, theirs, "one." + first + ".test");

        Rest.request(second, ours, "ONE." + first + ".test")
                .statusCode(409)
                .body("field", equalTo("domains"))
                .body("detail", containsString("one." + first + ".test"));
        Rest.decide(first, request, "approve", "{}").statusCode(200);
        Rest.request(first, theirs, "one." + first + ".test").statusCode(409);
        Rest.decide(first, request, "withdraw", "{}").statusCode(200);
        Rest.request(second, ours, "one." + first + ".test").statusCode(201);
    }

    @Test
    void whoHasADomainWithItsSubdomainsKeepsOthersOutOfThem() {
        String owner = Rest.openAccount();
        String other = Rest.openAccount();
        String mine = Rest.buyAddress(owner);
        Rest.post(
                        "/v1/accounts/" + owner + "/routing-requests",
                        "{\"ip\": \"%s\", \"domains\": [\"%s.test\"], \"includeSubdomains\": true}"
                                .formatted(mine, owner))
                .statusCode(201);

        Rest.request(other, Rest.buyAddress(other), "a.b." + owner + ".test")
                .statusCode(409)
                .body("detail", containsString("subdomains"));
        Rest.request(owner, mine, "a.b." + owner + ".test").statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({
        "approve,  approve,  approved",
        "approve,  reject,   approved",
        "reject,   approve,  rejected",
        "reject,   withdraw, rejected",
        "withdraw, withdraw, withdrawn",
        "withdraw, approve,  withdrawn"
    })
    void aDecisionOutOfTurnIsRefusedAndNamesTheState(String first, String then, String state) {
        String account = Rest.openAccount();
        String request = Rest.openRequest(account, Rest.buyAddress(account), account + ".test");
        Rest.decide(account, request, first, "{\"reason\": \"because\"}").statusCode(200);

        Rest.decide(account, request, then, "{\"reason\": \"because\"}")
                .statusCode(409)
                .body("field", equalTo("state"))
                .body("detail", containsString("is " + state));
    }

    @Test
    void aRejectionNeedsAReason() {
        String account = Rest.openAccount();
        String request = Rest.openRequest(account, Rest.buyAddress(account), account + ".test");

        Rest.decide(account, request, "reject", "{}").statusCode(400).body("field", equalTo("reason"));
        Rest.decide(account, request, "reject", "{\"reason\": \"  \"}").statusCode(400);
        Rest.decide(account, request, "reject", "{\"reason\": \"not theirs\"}")
                .statusCode(200)
                .body("reason", equalTo("not theirs"));
    }

    @Test
    void aRequestIsNotApprovedWhenItsAddressWasReleasedMeanwhile() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        String request = Rest.openRequest(account, ip, account + ".test");
        Rest.operator()
                .delete("/v1/accounts/" + account + "/source-ips/" + ip)
                .then()
                .statusCode(200);

        Rest.decide(account, request, "approve", "{}").statusCode(409).body("field", equalTo("ip"));
        Rest.operator()
                .get("/v1/accounts/" + account + "/routing-requests/" + request)
                .then()
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("readiness.ready", equalTo(false))
                .body("readiness.checks.check", hasItem("spf"));
    }

    @Test
    void ofManyWhoAskForADomainAtOnceOneGetsIt() throws Exception {
        List<String> accounts =
                IntStream.range(0, 6).mapToObj(i -> Rest.openAccount()).toList();
        List<String> ips = accounts.stream().map(Rest::buyAddress).toList();
        String domain = Rest.fresh("wanted") + ".test";

        List<Integer> answers = atOnce(IntStream.range(0, 6)
                .<Callable<Integer>>mapToObj(i -> () -> Rest.request(accounts.get(i), ips.get(i), domain)
                        .extract()
                        .statusCode())
                .toList());

        assertThat(answers).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void ofManyWhoApproveARequestAtOnceOneDoesAndOneFactFollows() throws Exception {
        String account = Rest.openAccount();
        String request = Rest.openRequest(account, Rest.buyAddress(account), account + ".test");

        List<Integer> answers = atOnce(IntStream.range(0, 6)
                .<Callable<Integer>>mapToObj(i -> () ->
                        Rest.decide(account, request, "approve", "{}").extract().statusCode())
                .toList());

        assertThat(answers).containsOnly(200, 409).containsOnlyOnce(200);
        Rest.decide(account, request, "withdraw", "{}").statusCode(200);
        assertThat(Facts.awaitAtLeast(5, account))
                .extracting(Fact::type)
                .endsWith("routing.requested", "routing.approved", "routing.withdrawn");
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            List<Integer> answers = new java.util.ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
