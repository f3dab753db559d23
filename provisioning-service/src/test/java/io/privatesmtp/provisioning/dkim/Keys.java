package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.provisioning.Rest;
import io.restassured.response.ValidatableResponse;
import java.util.Base64;

/** The calls about keys. */
final class Keys {
    private Keys() {}

    static String path(String account) {
        return "/v1/accounts/" + account + "/dkim-keys";
    }

    static ValidatableResponse create(String account, String domain, String selector, String algorithm) {
        return Rest.post(
                path(account),
                "{\"domain\": \"%s\", \"selector\": \"%s\", \"algorithm\": \"%s\"}"
                        .formatted(domain, selector, algorithm));
    }

    static String created(String account, String domain, String selector) {
        return create(account, domain, selector, "ed25519-sha256")
                .statusCode(201)
                .extract()
                .path("id");
    }

    static ValidatableResponse request(String account, String ip, String domain, String selector, String keyRef) {
        return Rest.post(
                "/v1/accounts/" + account + "/routing-requests",
                "{\"ip\": \"%s\", \"domains\": [\"%s\"], \"dkim\": {\"selector\": \"%s\", \"keyRef\": \"%s\"}}"
                        .formatted(ip, domain, selector, keyRef));
    }

    static ValidatableResponse privateHalf(String id) {
        return Rest.operator().get("/v1/dkim-keys/" + id + "/private").then();
    }

    static byte[] pkcs8(String id) {
        String pem = privateHalf(id).statusCode(200).extract().asString();
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
