package io.privatesmtp.provisioning.dkim;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

/** How a key signs: the tag a= of its signatures. */
public enum Algorithm {
    /** RFC 8301: 2,048 bits, as it advises. */
    @JsonProperty("rsa-sha256")
    RSA("rsa-sha256", "rsa"),
    /** RFC 8463. */
    @JsonProperty("ed25519-sha256")
    ED25519("ed25519-sha256", "ed25519");

    private static final int RSA_BITS = 2048;
    private static final int ED25519_OCTETS = 32;

    private final String tag;
    private final String keyType;

    Algorithm(String tag, String keyType) {
        this.tag = tag;
        this.keyType = keyType;
    }

    public String tag() {
        return tag;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(this == RSA ? "RSA" : "Ed25519");
            if (this == RSA) {
                generator.initialize(RSA_BITS);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it stands in the tag p= of the record: an RSA key with its wrapping, of Ed25519 the bare key (RFC 8463 section 4). */
    String published(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] octets = this == ED25519
                ? Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length)
                : encoded;
        return Base64.getEncoder().encodeToString(octets);
    }

    /** The text of the record (RFC 6376 section 3.6.1). */
    String record(String published) {
        return "v=DKIM1; k=" + keyType + "; p=" + published;
    }
}
