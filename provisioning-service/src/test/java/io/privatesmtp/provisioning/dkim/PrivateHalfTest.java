package io.privatesmtp.provisioning.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts;
import io.privatesmtp.provisioning.Rest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The private half: encrypted in its table, in PEM for workers, and nowhere else. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class PrivateHalfTest {
    @Inject
    DataSource database;

    @ConfigProperty(name = "psr.dkim.encryption-key")
    String secret;

    @Test
    void workerGetsTheHalfThatBelongsToThePublishedOne() throws Exception {
        String account = Rest.openAccount();
        var created =
                Keys.create(account, account + ".test", "s1", "rsa-sha256").statusCode(201);
        String id = created.extract().path("id");
        String record = created.extract().path("record.value");

        Keys.privateHalf(id).statusCode(200).header("Cache-Control", equalTo("no-store"));

        KeyFactory rsa = KeyFactory.getInstance("RSA");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(rsa.generatePrivate(new PKCS8EncodedKeySpec(Keys.pkcs8(id))));
        byte[] signed = signature.sign();
        signature.initVerify(rsa.generatePublic(
                new X509EncodedKeySpec(Base64.getDecoder().decode(record.substring(record.indexOf("p=") + 2)))));
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void onlyOperatorsGetIt() {
        Rest.post("/v1/accounts", "{\"id\": \"acme-own\"}");
        String id = Keys.created("acme-own", Rest.fresh("own") + ".test", "s1");

        Rest.anna().get(Keys.path("acme-own") + "/" + id).then().statusCode(200);
        Rest.anna().get("/v1/dkim-keys/" + id + "/private").then().statusCode(403);
        Rest.anna().get(Keys.path(Rest.openAccount())).then().statusCode(404);
    }

    @Test
    void tableHoldsItEncryptedWithItsIdBoundToIt() throws Exception {
        String account = Rest.openAccount();
        String id = Keys.created(account, account + ".test", "s1");
        byte[] half = Keys.pkcs8(id);

        byte[] stored = stored(id);

        assertThat(text(stored)).doesNotContain(text(Arrays.copyOfRange(half, half.length - 32, half.length)));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(secret), "AES"),
                new GCMParameterSpec(128, stored, 0, 12));
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        assertThat(cipher.doFinal(stored, 12, stored.length - 12)).isEqualTo(half);
    }

    @Test
    void neitherAnswersNorHistoryNorFactsHaveIt() {
        String account = Rest.openAccount();
        String ip = Rest.buyAddress(account);
        var created = Keys.create(account, account + ".test", "s1", "ed25519-sha256");
        String id = created.extract().path("id");
        Keys.request(account, ip, account + ".test", "s1", id).statusCode(201);
        byte[] half = Keys.pkcs8(id);
        String seed = Base64.getEncoder().encodeToString(half);

        List<String> seen = new ArrayList<>(List.of(
                created.extract().asString(),
                Rest.operator().get(Keys.path(account)).asString(),
                Rest.operator().get("/v1/accounts/" + account + "/history").asString()));
        Facts.awaitAtLeast(3, account).forEach(fact -> seen.add(fact.value().toString()));

        assertThat(seen)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(seed.substring(seed.length() - 40))
                        .doesNotContain("PRIVATE"));
        assertThat(Facts.of(account)).extracting(Facts.Fact::type).doesNotContain("dkim-key.created");
    }

    @Test
    void closingTheAccountDeletesItsKeys() throws Exception {
        String account = Rest.openAccount();
        String id = Keys.created(account, account + ".test", "s1");

        Rest.post("/v1/accounts/" + account + "/close", "{}").statusCode(200);

        Keys.privateHalf(id).statusCode(404);
        assertThat(stored(id)).isEmpty();
    }

    private byte[] stored(String id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select private_half from dkim_key where id = ?")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : new byte[0];
            }
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
