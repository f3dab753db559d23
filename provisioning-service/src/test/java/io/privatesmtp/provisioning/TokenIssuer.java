package io.privatesmtp.provisioning;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Stands in for an OIDC provider: makes a key, has the service trust it, signs tokens (RFC 7519). */
public final class TokenIssuer implements QuarkusTestResourceLifecycleManager {
    private static final String KEY = "test.token.key";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    @Override
    public Map<String, String> start() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            // The test runs in another class loader.
            System.setProperty(
                    KEY, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            return Map.of(
                    "mp.jwt.verify.publickey",
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                    "mp.jwt.verify.issuer",
                    "https://issuer.test");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {}

    /** @param claims further members of the JSON object, for example {@code "groups": ["operator"]} */
    static String token(String user, Instant expires, String claims) throws GeneralSecurityException {
        String body =
                """
                {"iss": "https://issuer.test", "upn": "%s", "sub": "%s", "iat": %d, "exp": %d, %s}""".formatted(user, user, expires.minusSeconds(600).getEpochSecond(), expires.getEpochSecond(), claims);
        String signed = encoded("{\"alg\": \"RS256\", \"typ\": \"JWT\"}") + "." + encoded(body);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty(KEY)))));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + URL.encodeToString(signature.sign());
    }

    private static String encoded(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
