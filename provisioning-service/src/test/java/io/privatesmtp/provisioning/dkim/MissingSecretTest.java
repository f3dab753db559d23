package io.privatesmtp.provisioning.dkim;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Rest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MissingSecretTest.WithoutSecret.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class MissingSecretTest {
    public static final class WithoutSecret implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("psr.dkim.encryption-key", "");
        }
    }

    @Test
    void withoutTheSecretNoKeyIsMadeAndTheRefusalNamesTheSetting() {
        String account = Rest.fresh("secretless");
        Rest.post("/v1/accounts", "{\"id\": \"%s\"}".formatted(account)).statusCode(201);

        Keys.create(account, account + ".test", "s1", "rsa-sha256")
                .statusCode(503)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:psr:problem:dkim-encryption-key-missing"))
                .body("detail", containsString("psr.dkim.encryption-key is not set"));
        Rest.operator().get(Keys.path(account)).then().statusCode(200).body("size()", equalTo(0));
    }
}
