package io.privatesmtp.provisioning.dkim;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.provisioning.Rest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

/** What the readiness report and the control panel say of what DNS has. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(value = PublishedKeyTest.Names.class, restrictToAnnotatedClass = true)
class PublishedKeyTest {
    /** A name server for the service under test. */
    public static final class Names implements QuarkusTestResourceLifecycleManager {
        static NameServer server;

        @Override
        public Map<String, String> start() {
            server = NameServer.start();
            return Map.of("psr.dns.servers", server.hostAndPort());
        }

        @Override
        public void stop() {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "right,   passed,      published",
        "other,   failed,      other-key",
        "revoked, failed,      other-key",
        "absent,  failed,      absent",
        "broken,  not-checked, unknown"
    })
    void reportAndPanelTellWhatDnsHas(String kind, String result, String shown) {
        String account = Rest.openAccount();
        String domain = account + ".test";
        var key =
                Keys.create(account, domain, "s1", "rsa-sha256").statusCode(201).extract();
        publish(kind, "s1._domainkey." + domain, key.path("record.value"));
        String request = Keys.request(account, Rest.buyAddress(account), domain, "s1", key.path("id"))
                .statusCode(201)
                .extract()
                .path("id");

        Rest.operator()
                .get("/v1/accounts/" + account + "/routing-requests/" + request)
                .then()
                .statusCode(200)
                .body("readiness.ready", equalTo(!result.equals("failed")))
                .body("readiness.checks.find { it.check == 'dkim' }.result", equalTo(result));
        given().auth()
                .preemptive()
                .basic("operator", "op-password")
                .get("/panel/accounts/" + account)
                .then()
                .statusCode(200)
                .body(allOf(containsString("s1._domainkey." + domain), containsString(">" + shown + "<")));
    }

    private static void publish(String kind, String name, String value) {
        switch (kind) {
            case "right" -> published(name, value);
            case "other" -> published(name, value.replace("MIIB", "MIIC"));
            case "revoked" -> published(name, "v=DKIM1; p=");
            case "broken" -> Names.server.servfail(name);
            default -> {
                // There is none.
            }
        }
    }

    /** In strings of 255 octets at most, as DNS has them. */
    private static void published(String name, String text) {
        List<String> strings = List.of(text.split("(?<=\\G.{200})"));
        Names.server.add(new TXTRecord(Name.fromConstantString(name + "."), DClass.IN, 60, strings));
    }
}
