package io.privatesmtp.delivery.dkim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;

/** Apache jDKIM as the receiver; it knows RSA only. */
public final class Jdkim {
    private Jdkim() {}

    /** @param records key records by name, {@code s1._domainkey.acme.test} */
    public static boolean verifies(byte[] message, Map<String, String> records) {
        DKIMVerifier verifier = new DKIMVerifier((method, selector, domain) -> {
            String text = records.get(selector + "._domainkey." + domain);
            return text == null ? List.of() : List.of(text);
        });
        try {
            List<SignatureRecord> verified = verifier.verify(new ByteArrayInputStream(message));
            return verified != null && !verified.isEmpty();
        } catch (FailException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
